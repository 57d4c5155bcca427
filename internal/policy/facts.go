package policy

import (
	"maps"
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Fact is a kind of fact that the listing does not hold.
type Fact uint8

// The kinds of facts, cheapest first: the first two are fetched for a whole
// resource group, the last one by one.
const (
	FactOptOut  Fact = iota // the tag with which owners keep their runs
	FactFeeds               // the artifacts that deployments use
	FactTags                // tracking tags
	FactMetrics             // tracking metrics
	FactLogLine             // the newest log line
	factKinds
)

var factWords = [factKinds]string{"optOut", "feedsDeployment", "tags", "best", "silentFor"}

// String returns the config key that needs the fact.
func (f Fact) String() string { return factWords[f] }

// MarshalText gives the word that String does.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// FactNames returns the names of all kinds of facts.
func FactNames() []string { return slices.Clone(factWords[:]) }

// Facts holds what is known about the executions of a resource group beyond the
// listing, by execution id. Everything else is unknown.
type Facts struct {
	Tags      map[string]map[string]string  // all tags of an execution; empty if it has none
	Tagged    map[string]map[string]string  // by tag name: all executions with this tag, with its value
	Metrics   map[string]map[string]float64 // the newest value of each metric of an execution, by name
	LastLines map[string]workload.Timestamp // time of the newest log line; zero if there is no line
	Feeding   map[string]bool               // artifacts that deployments use; nil: unknown

	failed [factKinds]failure
}

// failure says for which executions a kind of fact could not be fetched, and why.
type failure struct {
	all error // for all executions
	ids map[string]error
}

// Fail records that a kind of fact could not be fetched for these executions, and
// why. Without ids it is for all executions. The fact is not asked for again.
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

// whyFailed returns why a kind of fact could not be fetched for an execution, nil
// if it was not asked for or is known.
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

// Clone returns a copy of f to which facts can be added without changing f. The
// facts of one execution are shared. For nil it returns empty facts.
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

// tag returns the value of a tag and whether the execution has the tag. known is
// false if the tags have not been fetched.
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

// lastLine returns when an execution last wrote a log line, zero if it never did.
func (f *Facts) lastLine(id string) (at workload.Timestamp, known bool) {
	if f == nil {
		return 0, false
	}
	at, known = f.LastLines[id]
	return at, known
}

// metric returns the newest value of a metric; ok is false if the execution has
// none.
func (f *Facts) metric(id, name string) (value float64, ok, known bool) {
	if f == nil {
		return 0, false, false
	}
	values, known := f.Metrics[id]
	value, ok = values[name]
	return value, ok && value == value, known // NaN does not count as a value
}

// knownFeeding reports whether the artifacts that deployments use are known.
func (f *Facts) knownFeeding() bool { return f != nil && f.Feeding != nil }
