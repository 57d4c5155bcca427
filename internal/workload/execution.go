package workload

// Status is a state of an execution as the API words it. A new version of the API
// can bring words that are not among the constants. They are kept unchanged and
// never acted on.
type Status string

// The states that SAP's API description names (schema AiExecutionStatus) and,
// for TargetStatus alone, DELETED.
const (
	Unknown   Status = "UNKNOWN"
	Pending   Status = "PENDING"
	Running   Status = "RUNNING"
	Stopping  Status = "STOPPING"
	Stopped   Status = "STOPPED"
	Completed Status = "COMPLETED"
	Dead      Status = "DEAD"
	Deleted   Status = "DELETED"
)

// Known reports whether an execution can be in this state. DELETED is only a
// target, so it is not known.
func (s Status) Known() bool {
	switch s {
	case Unknown, Pending, Running, Stopping, Stopped, Completed, Dead:
		return true
	}
	return false
}

// Active reports whether an execution in this state holds compute or quota and
// may be stopped: PENDING, RUNNING.
func (s Status) Active() bool { return s == Pending || s == Running }

// Ended reports whether an execution in this state has given its compute back:
// COMPLETED, STOPPED, DEAD.
func (s Status) Ended() bool { return s == Completed || s == Stopped || s == Dead }

// Deletable reports whether the API deletes an execution in this state: the
// ended ones and UNKNOWN.
func (s Status) Deletable() bool { return s.Ended() || s == Unknown }

// Execution is one training or batch run (schema AiExecution). The API promises
// only ID, ConfigurationID, Status, CreatedAt and ModifiedAt. A field that is
// missing, null or unreadable has the zero value; a time that cannot be read is
// Unreadable.
//
// Strings that repeat between executions share their bytes.
type Execution struct {
	ID                  string
	ConfigurationID     string
	ConfigurationName   string
	ExecutableID        string
	ScenarioID          string
	ExecutionScheduleID string
	Status              Status
	TargetStatus        Status
	// StatusMessage is kept only where ListOptions.Details asks for it.
	StatusMessage string
	// OutputArtifacts is the JSON list as the API sent it, "" if it was missing
	// or null. It is kept only where ListOptions.Details asks for it.
	OutputArtifacts string

	CreatedAt      Timestamp
	ModifiedAt     Timestamp
	SubmissionTime Timestamp
	StartTime      Timestamp
	CompletionTime Timestamp

	// Contradictory is true if a listing held several records of this id that
	// differ, or one record that has a field twice. Nothing in such a record can
	// be relied on. The API has no such field, and the JSON leaves it out.
	Contradictory bool
}
