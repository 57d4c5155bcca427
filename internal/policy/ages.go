package policy

import "time"

// OlderThan returns the condition of the key olderThan: the age is more than d.
func OlderThan(d time.Duration) Condition { return olderThan{than: d} }

// YoungerThan returns the condition of the key youngerThan: the age is less than
// d.
func YoungerThan(d time.Duration) Condition { return youngerThan{than: d} }

type olderThan struct {
	cheap
	than time.Duration
}

func (c olderThan) holds(s *subject) Truth {
	age, ok := s.age()
	if !ok {
		return Unknown
	}
	return truth(age > c.than)
}

func (c olderThan) withoutAges() Condition { return nil }

func (c olderThan) explain(s *subject) Check {
	return Check{Key: "olderThan", Wants: Span(c.than).String(), Saw: s.spelledAge(), Holds: c.holds(s)}
}

type youngerThan struct {
	cheap
	than time.Duration
}

func (c youngerThan) holds(s *subject) Truth {
	age, ok := s.age()
	if !ok {
		return Unknown
	}
	return truth(age < c.than)
}

func (c youngerThan) withoutAges() Condition { return nil }

func (c youngerThan) explain(s *subject) Check {
	return Check{Key: "youngerThan", Wants: Span(c.than).String(), Saw: s.spelledAge(), Holds: c.holds(s)}
}
