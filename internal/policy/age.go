package policy

import (
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// AgeFrom says from which time of an execution its age counts: 0 is Auto, any
// other value is an index into ageFields plus 1.
type AgeFrom uint8

// Auto depends on the state: completionTime for ended executions, startTime for
// RUNNING and STOPPING, submissionTime for PENDING, modifiedAt for the rest.
// Inside a not it means the ageFrom of the outer match.
const Auto AgeFrom = 0

// The other values of ageFrom, each a time of the table workload.Fields.
var (
	Created, _   = ParseAgeFrom("created")
	Submitted, _ = ParseAgeFrom("submitted")
	Started, _   = ParseAgeFrom("started")
	Completed, _ = ParseAgeFrom("completed")
	Modified, _  = ParseAgeFrom("modified")
)

var ageFields = fieldsWhere(func(f *workload.Field) bool { return f.Age != "" })

// ParseAgeFrom reads the config's word for a value of ageFrom.
func ParseAgeFrom(word string) (AgeFrom, bool) {
	i := slices.Index(AgeFromNames(), word)
	return AgeFrom(max(i, 0)), i >= 0
}

// AgeFromNames returns the words that ParseAgeFrom reads.
func AgeFromNames() []string {
	names := []string{Auto.String()}
	for _, f := range ageFields {
		names = append(names, f.Age)
	}
	return names
}

// String returns the config's word for f.
func (f AgeFrom) String() string {
	if f == Auto {
		return "auto"
	}
	return ageFields[f-1].Age
}

// origin is the time from which an age counts, and the field that holds it. The
// time can be missing or unreadable.
type origin struct {
	at    workload.Timestamp
	field *workload.Field
}

// origin returns the time that f names. If it is missing, modifiedAt is used,
// never an earlier time, because that would make the execution older. An
// unreadable time is not replaced.
func (f AgeFrom) origin(e *workload.Execution) origin {
	return f.in(stateOf(e.Status)).orModified(e)
}

// orModified is origin for any f but Auto.
func (f AgeFrom) orModified(e *workload.Execution) origin {
	field := ageFields[f-1]
	if at := field.Time(e); !at.IsZero() || f == Modified {
		return origin{at, field}
	}
	return Modified.orModified(e)
}

func (f AgeFrom) named(e *workload.Execution) origin {
	field := ageFields[f.in(stateOf(e.Status))-1]
	return origin{field.Time(e), field}
}

// in returns f, or for Auto its meaning in a state.
func (f AgeFrom) in(state stateSet) AgeFrom {
	switch {
	case f != Auto:
		return f
	case state&ended != 0:
		return Completed
	case state&(running|stopping) != 0:
		return Started
	case state == pending:
		return Submitted
	}
	return Modified
}

// stoppedOrigin is the meaning of Auto for a STOPPED execution under
// stop-then-delete. The age still counts from the start, so that the deletion
// does not wait for olderThan a second time.
func stoppedOrigin(e *workload.Execution) origin {
	for _, f := range [...]AgeFrom{Started, Submitted} {
		if o := f.named(e); !o.at.IsZero() {
			return o
		}
	}
	return Modified.named(e)
}

// since returns how long now is after t. It is never negative. A difference of
// more than 292 years becomes the longest duration.
func since(now, t workload.Timestamp) time.Duration {
	if t >= now {
		return 0
	}
	return now.Sub(t)
}

// AutoAge returns the age of e by the rule of Auto, 0 for a time in the future.
// ok is false if no time is readable.
func AutoAge(e *workload.Execution, now time.Time) (age time.Duration, ok bool) {
	o := Auto.origin(e)
	if !o.at.Readable() {
		return 0, false
	}
	return since(workload.At(now), o.at), true
}
