package report

// Mode is whether a sweep changes anything.
type Mode string

// The modes of a sweep.
const (
	DryRun  Mode = "dry-run"
	Enforce Mode = "enforce"
)

// Result is how a sweep, or a resource group in it, ended.
type Result string

// The results: everything is done; some executions or groups failed; a guard or a
// limit refused; nothing could be done. ResultSkipped is only for groups: the
// group is not PROVISIONED.
const (
	ResultOK      Result = "ok"
	ResultPartial Result = "partial"
	ResultRefused Result = "refused"
	ResultFailed  Result = "failed"
	ResultSkipped Result = "skipped"
)

// Outcome is the outcome of one planned action.
type Outcome uint8

// The outcomes. The zero value means a decision to keep.
const (
	Kept     Outcome = iota
	Planned          // not sent: a dry run, or the sweep ended first
	Verified         // seen STOPPED, or gone
	Accepted         // the API took it; it was not seen done within stopTimeout
	Refused          // the API refused this execution
	Failed           // it could not be sent
	Gone             // already deleted by somebody else
	Ended            // it completed or died by itself before the stop took
	Deferred         // deferred by a limit
)

var outcomeWords = [...]string{"", "planned", "verified", "accepted", "refused", "failed", "gone", "ended", "deferred"}

// String returns the outcome as in JSON reports; "" for Kept.
func (o Outcome) String() string { return outcomeWords[o] }

// Wrong reports whether a person may have to look at the outcome: refused,
// failed, or not seen done in time.
func (o Outcome) Wrong() bool { return o == Refused || o == Failed || o == Accepted }

// Limit is a limit that defers an action.
type Limit uint8

// The limits, as the config names them.
const (
	NoLimit Limit = iota
	MaxStops
	MaxDeletes
	MaxPercent
	MaxClockSkew
)

var limitWords = [...]string{"", "maxStops", "maxDeletes", "maxPercent", "maxClockSkew"}

// String returns the name of the limit in the config; "" if none.
func (l Limit) String() string { return limitWords[l] }

// Class is the class of a failure. The list is fixed, so that metrics can use it
// as a label.
type Class uint8

// The classes of failures.
const (
	NoFailure        Class = iota
	ClassNetwork           // no answer
	ClassThrottled         // 429
	ClassServer            // 5xx
	ClassDenied            // 401, 403
	ClassState             // the state does not allow the change: 412, 01010076
	ClassRefused           // refused for another reason
	ClassTimeout           // accepted but not seen done in time
	ClassArchive           // no copy could be archived
	ClassAudit             // the audit log cannot be written
	ClassNotSent           // the group or the sweep ended before
	ClassAssertion         // a fault of this program, caught before it was sent
	ClassInterrupted       // accepted, and a signal ended the sweep before it was seen done
)

var classWords = [...]string{
	"", "network", "throttled", "unavailable", "forbidden", "state", "refused", "timeout", "archive", "audit", "not-sent", "assertion", "interrupted",
}

// String returns the class as in metrics; "" if none.
func (c Class) String() string { return classWords[c] }

// Classes returns the words of all failures.
func Classes() []string { return append([]string(nil), classWords[1:]...) }

// Call is the kind of API call that sent a change.
type Call uint8

// The calls.
const (
	NoCall Call = iota
	Bulk
	Single
)

var callWords = [...]string{"", "bulk", "single"}

// String returns "bulk" or "single"; "" if nothing was sent.
func (c Call) String() string { return callWords[c] }
