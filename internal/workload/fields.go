package workload

// Field is a field of an execution. What reads executions field by field goes by
// the table Fields: match keys, keep.per, ageFrom, expressions, decoder, encoder.
type Field struct {
	Name    string // of the API (schema AiExecution)
	Key     string // of match, "" where no key reads the field
	Per     string // word of keep.per, "" where executions are not grouped by it
	Age     string // word of ageFrom, "" where no age counts from it
	Kind    Kind
	Details bool // kept only where ListOptions.Details asks for it

	text func(*Execution) *string
	time func(*Execution) *Timestamp
}

// Kind says what a field holds.
type Kind uint8

// The kinds of fields. All but Time are read by [Field.Text].
const (
	Text  Kind = iota // a word or an id
	State             // a Status
	Time              // a Timestamp
	List              // a JSON list as the API sent it
)

// Fields are all fields of an execution, in the order in which they are written.
// A new match key begins with its line here.
var Fields = [...]Field{
	{Name: "id", Key: "ids", text: func(e *Execution) *string { return &e.ID }},
	{Name: "configurationId", Key: "configurations", Per: "configuration", text: func(e *Execution) *string { return &e.ConfigurationID }},
	{Name: "configurationName", Key: "configurationNames", text: func(e *Execution) *string { return &e.ConfigurationName }},
	{Name: "executableId", Key: "executables", Per: "executable", text: func(e *Execution) *string { return &e.ExecutableID }},
	{Name: "scenarioId", Key: "scenarios", Per: "scenario", text: func(e *Execution) *string { return &e.ScenarioID }},
	{Name: "executionScheduleId", Key: "schedules", Per: "executionSchedule", text: func(e *Execution) *string { return &e.ExecutionScheduleID }},
	{Name: "status", Key: "statuses", Kind: State, text: func(e *Execution) *string { return (*string)(&e.Status) }},
	{Name: "targetStatus", Kind: State, text: func(e *Execution) *string { return (*string)(&e.TargetStatus) }},
	{Name: "statusMessage", Key: "statusMessages", Details: true, text: func(e *Execution) *string { return &e.StatusMessage }},
	{Name: "outputArtifacts", Kind: List, Details: true, text: func(e *Execution) *string { return &e.OutputArtifacts }},
	{Name: "createdAt", Age: "created", Kind: Time, time: func(e *Execution) *Timestamp { return &e.CreatedAt }},
	{Name: "modifiedAt", Age: "modified", Kind: Time, time: func(e *Execution) *Timestamp { return &e.ModifiedAt }},
	{Name: "submissionTime", Age: "submitted", Kind: Time, time: func(e *Execution) *Timestamp { return &e.SubmissionTime }},
	{Name: "startTime", Age: "started", Kind: Time, time: func(e *Execution) *Timestamp { return &e.StartTime }},
	{Name: "completionTime", Age: "completed", Kind: Time, time: func(e *Execution) *Timestamp { return &e.CompletionTime }},
}

// Text returns the field of e as a text, "" where it is missing and for a Time.
func (f *Field) Text(e *Execution) string {
	if f.text == nil {
		return ""
	}
	return *f.text(e)
}

// SetText sets the field of e. It does nothing for a Time.
func (f *Field) SetText(e *Execution, text string) {
	if f.text != nil {
		*f.text(e) = text
	}
}

// Time returns the field of e as a time, zero where it is missing and for any
// other kind.
func (f *Field) Time(e *Execution) Timestamp {
	if f.time == nil {
		return 0
	}
	return *f.time(e)
}

// SetTime sets the field of e. It does nothing for any kind but Time.
func (f *Field) SetTime(e *Execution, t Timestamp) {
	if f.time != nil {
		*f.time(e) = t
	}
}

// Contradict reports whether two records of one execution differ in anything that
// was kept of them. The contract names states and times; where names differ, the
// one that spares the execution may be in the other record.
func Contradict(a, b *Execution) bool {
	x, y := *a, *b
	x.Contradictory, y.Contradictory = false, false
	return x != y
}
