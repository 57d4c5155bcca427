package policy

import (
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Fact is a kind of fact that the listing does not hold.
type Fact uint8

// The kinds of facts, in the order in which it costs least to ask for them: the
// first two for a whole resource group, the last execution by execution.
const (
	FactOptOut  Fact = iota // the tag by which an owner spares a run
	FactFeeds               // the artifacts that deployments are made of
	FactTags                // tracking tags
	FactMetrics             // tracking metrics
	FactLogLine             // the newest log line
	factKinds
)

var factWords = [factKinds]string{"optOut", "feedsDeployment", "tags", "best", "silentFor"}

// String returns the key of the config that needs the fact.
func (f Fact) String() string { return factWords[f] }

// MarshalText gives the word that String does.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// FactNames returns the words of all kinds of facts.
func FactNames() []string { return slices.Clone(factWords[:]) }

// Facts is what is known of the executions of a resource group beyond their
// listing, by the id of the execution. What is not in it is unknown.
type Facts struct {
	Tags      map[string]map[string]string  // all tags of an execution; empty where it has none
	Tagged    map[string]map[string]string  // by name of a tag: all executions that bear it, with the value
	Metrics   map[string]map[string]float64 // the newest value of each metric of an execution, by name
	LastLines map[string]workload.Timestamp // of an execution's log; zero where it has no line
	Feeding   map[string]bool               // artifacts that deployments are made of; nil: unknown

	failed [factKinds]failure
}

// failure is for which executions a kind of fact could not be had, and why.
type failure struct {
	all error // for any at all
	ids map[string]error
}

// Fail notes that a kind of fact could not be had for these executions, and why;
// for none at all where no id is given. It is not asked for again.
func (f *Facts) Fail(kind Fact, why error, ids ...string) {
	failed := &f.failed[kind]
	if len(ids) == 0 {
		failed.all = why
	}
	for _, id := range ids {
		if failed.ids == nil {
			failed.ids = make(map[string]error)
		}
		failed.ids[id] = why
	}
}

// whyFailed is why a kind of fact could not be had for an execution, nil where it
// was not asked for, or is known.
func (f *Facts) whyFailed(kind Fact, id string) error {
	if f == nil {
		return nil
	}
	if why := f.failed[kind].ids[id]; why != nil {
		return why
	}
	return f.failed[kind].all
}

// Unknown counts the executions that kinds of facts could not be had for; of a kind
// that could not be had for any at all, it is those that are listed.
func (f *Facts) Unknown(listed int) (all []Waiting) {
	for kind := range f.failed {
		switch failed := &f.failed[kind]; {
		case failed.all != nil:
			all = append(all, Waiting{Fact(kind), listed, failed.all})
		case len(failed.ids) > 0:
			all = append(all, Waiting{Fact(kind), len(failed.ids), failed.ids[slices.Min(slices.Collect(maps.Keys(failed.ids)))]})
		}
	}
	return all
}

// Clone returns facts that can be added to while f stays as it is; what is known
// of one execution is shared. It returns empty facts for nil.
func (f *Facts) Clone() *Facts {
	if f == nil {
		return new(Facts)
	}
	c := &Facts{
		Tags: maps.Clone(f.Tags), Tagged: maps.Clone(f.Tagged), Metrics: maps.Clone(f.Metrics),
		LastLines: maps.Clone(f.LastLines), Feeding: f.Feeding, failed: f.failed,
	}
	for i := range c.failed {
		c.failed[i].ids = maps.Clone(c.failed[i].ids)
	}
	return c
}

// tag is the value of a tag of an execution, and whether it bears it; not known
// where nobody has asked.
func (f *Facts) tag(id, name string) (value string, bears, known bool) {
	if f == nil {
		return "", false, false
	}
	if bearers, ok := f.Tagged[name]; ok {
		value, bears = bearers[id]
		return value, bears, true
	}
	tags, known := f.Tags[id]
	value, bears = tags[name]
	return value, bears, known
}

// lastLine is when an execution logged last, zero where it never did.
func (f *Facts) lastLine(id string) (at workload.Timestamp, known bool) {
	if f == nil {
		return 0, false
	}
	at, known = f.LastLines[id]
	return at, known
}

// metric is the newest value of a metric of an execution; it is not ok where it
// has none.
func (f *Facts) metric(id, name string) (value float64, ok, known bool) {
	if f == nil {
		return 0, false, false
	}
	values, known := f.Metrics[id]
	value, ok = values[name]
	return value, ok && value == value, known // a NaN is no value
}

// knownFeeding reports whether the artifacts that deployments are made of are known.
func (f *Facts) knownFeeding() bool { return f != nil && f.Feeding != nil }
