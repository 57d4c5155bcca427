package policy

// Reason is the reason of a decision. Its words are public: reports, the audit
// log and metrics show them.
type Reason uint8

// The reasons. ReasonExpired is for an action; all others are for keeping.
const (
	ReasonExpired       Reason = iota + 1
	ReasonBadID                // an id that the API does not allow, which is never sent
	ReasonContradictory        // its records differ, or another resource group lists it too
	ReasonStatusUnknown        // an unknown status word
	ReasonInTransition         // a stop or deletion is already under way
	ReasonProtected            // a protect entry matches, or may match
	ReasonOptedOut             // its owner keeps it with a tag, or may
	ReasonMinAge               // younger than limits.minAge by createdAt, or createdAt is unreadable
	ReasonWhenError            // the policy's expression failed
	ReasonNoTimestamp          // no readable time from which the policy's age counts
	ReasonNotExpired           // the policy matches, except for olderThan or youngerThan
	ReasonKeptLatest
	ReasonKeptWithin
	ReasonKeptHourly
	ReasonKeptDaily
	ReasonKeptWeekly
	ReasonKeptMonthly
	ReasonKeptYearly
	ReasonKeptBest
	ReasonUnmatched // no policy's match holds, at any age
	ReasonLimit     // deferred by a limit; the decision keeps its action
)

var reasonWords = [...]string{
	ReasonExpired:       "expired",
	ReasonBadID:         "bad-id",
	ReasonContradictory: "contradictory",
	ReasonStatusUnknown: "status-unknown",
	ReasonInTransition:  "in-transition",
	ReasonProtected:     "protected",
	ReasonOptedOut:      "opted-out",
	ReasonMinAge:        "min-age",
	ReasonWhenError:     "when-error",
	ReasonNoTimestamp:   "no-timestamp",
	ReasonNotExpired:    "not-expired",
	ReasonKeptLatest:    "kept-latest",
	ReasonKeptWithin:    "kept-within",
	ReasonKeptHourly:    "kept-hourly",
	ReasonKeptDaily:     "kept-daily",
	ReasonKeptWeekly:    "kept-weekly",
	ReasonKeptMonthly:   "kept-monthly",
	ReasonKeptYearly:    "kept-yearly",
	ReasonKeptBest:      "kept-best",
	ReasonUnmatched:     "unmatched",
	ReasonLimit:         "limit",
}

// String returns the word of the reason, "" for the zero value. No decision of
// Plan has the zero value.
func (r Reason) String() string { return reasonWords[r] }

// MarshalText gives the word that String does.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// keeps reports whether r is the reason of a keep rule.
func (r Reason) keeps() bool { return r >= ReasonKeptLatest && r <= ReasonKeptBest }
