package workload

// Field is a field of an execution. All code that reads executions field by field
// uses the table Fields: match keys, keep.per, ageFrom, expressions, decoder and
// encoder.
type Field struct {
	Name    string // of the API (schema AiExecution)
	Key     string // the key of match, "" if no key reads the field
	Per     string // the word of keep.per, "" if executions cannot be grouped by it
	Age     string // the word of ageFrom, "" if no age counts from it
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

// Fields lists all fields of an execution in the order of the JSON output. To add
// a match key, begin with its line here.
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

// Text returns the field of e as text, "" if it is missing or a Time.
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

// Time returns the field of e as a time, zero if it is missing or of another
// kind.
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

// Contradict reports whether two records of one execution differ in any field. It
// compares names too, not only states and times: a name in one of the records may
// be what protects the execution.
func Contradict(a, b *Execution) bool {
	x, y := *a, *b
	x.Contradictory, y.Contradictory = false, false
	return x != y
}
