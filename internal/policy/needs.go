package policy

import "slices"

// Needs says what the policies and protect entries of a set read beyond the basic
// listing.
type Needs struct {
	Details bool            // fields that a listing keeps only on request
	Labels  bool            // the labels of the resource group
	Facts   [factKinds]bool // by Fact
	Tags    []string        // sorted names of the tags that are read, without that of optOut
	AllTags bool            // an expression can read tags with any name
	OptOut  string          // the tag of optOut, "" if none
	Metrics []string        // sorted names of the metrics that are read

	clock bool // an expression reads the time or an age
}

// Any reports whether any kind of fact is needed.
func (n Needs) Any() bool { return slices.Contains(n.Facts[:], true) }

// Needs returns what decisions of the set need.
func (s *Set) Needs() Needs {
	var n Needs
	for i := range s.Policies {
		s.Policies[i].Match.needs(&n)
		if k := s.Policies[i].Keep; k != nil && k.Best != nil {
			n.Facts[FactMetrics] = true
			n.Metrics = append(n.Metrics, k.Best.Metric)
		}
	}
	for _, m := range s.Protect {
		m.needs(&n)
	}
	n.OptOut = s.OptOut.Tag
	n.Facts[FactOptOut] = n.OptOut != ""
	n.Tags, n.Metrics = sorted(n.Tags), sorted(n.Metrics)
	return n
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func (m *Match) needs(n *Needs) {
	for _, c := range m.Conditions {
		c.needs(n)
	}
}
