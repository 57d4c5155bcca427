package policy

import (
	"math"
	"slices"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// AgeFrom says which time of an execution its age counts from: 0 for Auto, else
// the place of a field in ageFields, from 1.
type AgeFrom uint8

// Auto goes by the state: completionTime for what has ended, startTime for RUNNING
// and STOPPING, submissionTime for PENDING, modifiedAt for the rest; inside a not
// it means that of the match around it.
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

// ParseAgeFrom reads a value of ageFrom as the config words it.
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

// String returns the word that the config has for f.
func (f AgeFrom) String() string {
	if f == Auto {
		return "auto"
	}
	return ageFields[f-1].Age
}

// origin is where an age counts from: a time, which can be missing or unreadable,
// and the field that it stood in.
type origin struct {
	at    workload.Timestamp
	field *workload.Field
}

// origin finds the time that f names. Where it is missing modifiedAt stands in,
// never an earlier time, which would make the execution look older. A time that
// is there and cannot be read does not give way.
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

// in is f, and for Auto what it means in a state.
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

// stoppedOrigin is what auto means for a STOPPED execution under
// stop-then-delete: its age goes on where it was when it was stopped, so that the
// deletion does not wait for olderThan a second time.
func stoppedOrigin(e *workload.Execution) origin {
	for _, f := range [...]AgeFrom{Started, Submitted} {
		if o := f.named(e); !o.at.IsZero() {
			return o
		}
	}
	return Modified.named(e)
}

// since is how long now is after t: never negative, and the longest duration
// where 292 years are not enough.
func since(now, t workload.Timestamp) time.Duration {
	if t >= now {
		return 0
	}
	if d := now.Sub(t); d > 0 {
		return d
	}
	return math.MaxInt64
}

// AutoAge is the age of e by the automatic rule, 0 for a time in the future. It
// is not ok where no time is readable.
func AutoAge(e *workload.Execution, now time.Time) (age time.Duration, ok bool) {
	o := Auto.origin(e)
	if !o.at.Readable() {
		return 0, false
	}
	return since(workload.At(now), o.at), true
}
