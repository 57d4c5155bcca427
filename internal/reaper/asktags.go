package reaper

import (
	"context"
	"errors"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// errAmbiguous is wrapped by the error of a tag that says two things.
var errAmbiguous = errors.New("one tag has two values")

// askOptOut asks the whole group for the tag that spares runs.
func (a *asker) askOptOut(ctx context.Context, runs []asked) {
	if !a.askNames(ctx, policy.FactOptOut, runs, a.needs.OptOut) {
		a.askTagsOf(ctx, policy.FactOptOut, runs)
	}
}

// askTags asks for tags in as few requests as there are ways to: the whole group by
// each name that is needed, or the executions, some in a request.
func (a *asker) askTags(ctx context.Context, runs []asked) {
	requests := (len(runs) + aiapi.MaxTrackingIDs - 1) / aiapi.MaxTrackingIDs
	if a.needs.AllTags || len(a.needs.Tags) >= requests || !a.askNames(ctx, policy.FactTags, runs, a.needs.Tags...) {
		a.askTagsOf(ctx, policy.FactTags, runs)
	}
}

// askNames asks the whole group for tags by their names. It reports whether that
// is settled: it is not where the API takes no such question, or where an
// execution has to be looked at by itself.
func (a *asker) askNames(ctx context.Context, fact policy.Fact, runs []asked, names ...string) (settled bool) {
	for _, name := range names {
		err := a.try(fact, func() error { return a.askName(ctx, name) })
		switch {
		case badRequest(err) || errors.Is(err, errAmbiguous):
			return false
		case err != nil:
			a.fail(fact, err, runs)
			return true
		}
	}
	return true
}

// askName asks the whole group for one tag.
func (a *asker) askName(ctx context.Context, name string) error {
	tracked, err := a.api.TrackingByTag(ctx, a.group, name)
	if err != nil {
		return err
	}
	bearers := make(map[string]string, len(tracked))
	for id, t := range tracked {
		values, err := tagsIn(id, t)
		if err != nil {
			return err
		}
		if value, bears := values[name]; bears {
			bearers[id] = value
		}
	}
	if a.facts.Tagged == nil {
		a.facts.Tagged = make(map[string]map[string]string)
	}
	a.facts.Tagged[name] = bearers
	return nil
}

// askTagsOf asks for all tags of executions.
func (a *asker) askTagsOf(ctx context.Context, fact policy.Fact, runs []asked) {
	a.inParts(fact, runs, aiapi.MaxTrackingIDs, func(part []asked) error { return a.tagsOf(ctx, fact, part) })
}

func (a *asker) tagsOf(ctx context.Context, fact policy.Fact, part []asked) error {
	tracked, err := a.api.Tracking(ctx, a.group, idsOf(part), aiapi.Tags)
	if err != nil {
		return err
	}
	if a.facts.Tags == nil {
		a.facts.Tags = make(map[string]map[string]string)
	}
	for _, r := range part {
		if values, err := tagsIn(r.id, tracked[r.id]); err != nil {
			a.fail(fact, err, []asked{r})
		} else {
			a.facts.Tags[r.id] = values
		}
	}
	return nil
}

// tagsIn are the tags of an execution by name.
func tagsIn(id string, t aiapi.Tracking) (map[string]string, error) {
	values := make(map[string]string, len(t.Tags))
	for _, tag := range t.Tags {
		if other, twice := values[tag.Name]; twice && other != tag.Value {
			return nil, fmt.Errorf("%w: %s of execution %s", errAmbiguous, tag.Name, id)
		}
		values[tag.Name] = tag.Value
	}
	return values, nil
}
