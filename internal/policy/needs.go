package policy

import "slices"

// Needs is what the policies and the protect entries of a set read beyond what a
// listing holds anyway.
type Needs struct {
	Details bool            // fields that a listing leaves out unless asked
	Labels  bool            // the labels of the resource group
	Facts   [factKinds]bool // by Fact
	Tags    []string        // the names of the tags that are read, sorted; not that of optOut
	AllTags bool            // an expression reads tags of other names, too
	OptOut  string          // the tag of optOut, "" for none
	Metrics []string        // the names of the metrics that are read, sorted

	clock bool // an expression reads the time, or an age
}

// Any reports whether any kind of fact is needed.
func (n Needs) Any() bool { return slices.Contains(n.Facts[:], true) }

// Needs gathers what deciding needs to know.
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
