package policy

// Truth is the answer of a condition. It is Unknown if a field is missing, a fact
// is unknown or an expression failed. The values are ordered so that "and" is the
// least of its parts (Kleene's logic).
type Truth uint8

// The three answers.
const (
	False Truth = iota
	Unknown
	True
)

// String returns "false", "unknown" or "true".
func (t Truth) String() string {
	return [...]string{"false", "unknown", "true"}[t]
}

// MarshalText gives the word that String does.
func (t Truth) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

func (t Truth) not() Truth { return True - t }

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}
