package policy

// Reason says why a decision is what it is. Its words are public: they stand in
// reports, in the audit log and in the metrics.
type Reason uint8

// The reasons. Expired is that of an action; all others keep.
const (
	ReasonExpired       Reason = iota + 1
	ReasonBadID                // an id that the API does not allow, which is never sent
	ReasonContradictory        // its records differ, or two resource groups list it
	ReasonStatusUnknown        // a status word that nobody knows
	ReasonInTransition         // something is already on its way
	ReasonProtected            // a protect entry matches, or may match
	ReasonOptedOut             // its owner spares it by a tag, or may
	ReasonMinAge               // younger than limits.minAge by createdAt, or that is unreadable
	ReasonWhenError            // the policy's expression fails on it
	ReasonNoTimestamp          // no time to count the policy's age from
	ReasonNotExpired           // the policy matches but for olderThan and youngerThan
	ReasonKeptLatest
	ReasonKeptWithin
	ReasonKeptHourly
	ReasonKeptDaily
	ReasonKeptWeekly
	ReasonKeptMonthly
	ReasonKeptYearly
	ReasonKeptBest
	ReasonUnmatched // no policy's match holds, at any age
	ReasonLimit     // put off by a limit; its action stands
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

// String returns the word of the reason; "" for the zero value, which no
// decision of Plan has.
func (r Reason) String() string { return reasonWords[r] }

// MarshalText gives the word that String does.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// keeps reports whether r is given by a keep rule.
func (r Reason) keeps() bool { return r >= ReasonKeptLatest && r <= ReasonKeptBest }
