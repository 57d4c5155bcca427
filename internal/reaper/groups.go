package reaper

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ErrNoGroups is wrapped by the error of a selection that matches no resource
// group.
var ErrNoGroups = errors.New("no resource group is selected")

// ChooseGroups returns the resource groups to sweep, sorted by id, and warnings
// about the selection. It lists the tenant's groups only if a glob, labels or an
// expression need it. Otherwise it uses the ids from the config, so that the
// right to list groups is not needed. The error is that of the listing, or wraps
// ErrNoGroups.
func (o *Options) ChooseGroups(ctx context.Context) ([]workload.ResourceGroup, []string, error) {
	ids, plain := plainIDs(o.Groups)
	for _, id := range ids {
		if !workload.ValidGroupID(id) {
			return nil, nil, fmt.Errorf("the resource group %q cannot be named in a request: write its id without blanks at its ends", id)
		}
	}
	var chosen, all []workload.ResourceGroup
	var err error
	if plain {
		chosen, err = o.namedGroups(ctx, ids)
	} else {
		all, err = o.listGroups(ctx)
		chosen = slices.DeleteFunc(slices.Clone(all), func(g workload.ResourceGroup) bool { return !o.Groups.has(g) })
	}
	if err != nil {
		return nil, nil, err
	}
	if len(chosen) == 0 && o.Shard.Count <= 1 {
		return nil, nil, noGroups(all, plain)
	}
	warnings := o.Groups.warnings(chosen, all, plain)
	chosen = slices.DeleteFunc(chosen, func(g workload.ResourceGroup) bool { return !o.Shard.has(g.ID) })
	slices.SortFunc(chosen, func(a, b workload.ResourceGroup) int { return strings.Compare(a.ID, b.ID) })
	return chosen, warnings, nil
}

// plainIDs returns the ids of a selection without globs and labels, and false for
// any other selection.
func plainIDs(s Selection) ([]string, bool) {
	if len(s.Labels) > 0 {
		return nil, false
	}
	if len(s.Include) == 0 {
		return []string{s.Default}, true
	}
	var ids []string
	for _, p := range s.Include {
		if !glob.Literal(p) {
			return nil, false
		}
		ids = append(ids, p.String())
	}
	slices.Sort(ids)
	return slices.Compact(ids), true
}

// namedGroups returns groups that the config names one by one. It fetches their
// labels only if an expression needs them. If that fails, the labels stay
// unknown.
func (o *Options) namedGroups(ctx context.Context, ids []string) ([]workload.ResourceGroup, error) {
	var chosen []workload.ResourceGroup
	for _, id := range ids {
		if !o.Groups.Exclude.Match(id) {
			chosen = append(chosen, workload.ResourceGroup{ID: id, Status: workload.Provisioned})
		}
	}
	if !o.Policies.Needs().Labels {
		return chosen, nil
	}
	listed, err := o.API.ResourceGroups(ctx, nil)
	if err != nil {
		return chosen, nil // the report says that the labels are unknown
	}
	for _, g := range listed {
		for i := range chosen {
			if chosen[i].ID == g.ID {
				chosen[i] = g
			}
		}
	}
	return chosen, nil
}

// listGroups lists the tenant's groups. It sends the label selector and also
// checks the labels in the answer, because a server that ignores the selector
// must not add groups.
func (o *Options) listGroups(ctx context.Context) ([]workload.ResourceGroup, error) {
	var selector []string
	for _, key := range slices.Sorted(maps.Keys(o.Groups.Labels)) {
		selector = append(selector, key+"="+o.Groups.Labels[key])
	}
	all, err := o.API.ResourceGroups(ctx, selector)
	if err != nil {
		return nil, fmt.Errorf("list the tenant's resource groups: %w", err)
	}
	return all, nil
}

func (s Selection) has(g workload.ResourceGroup) bool {
	for key, value := range s.Labels {
		if got, ok := g.Labels[key]; !ok || got != value {
			return false
		}
	}
	return (len(s.Include) == 0 || s.Include.Match(g.ID)) && !s.Exclude.Match(strings.TrimSpace(g.ID))
}

// noGroups returns the error of a selection that matches nothing. It names
// existing groups.
func noGroups(all []workload.ResourceGroup, plain bool) error {
	const shown = 10
	if plain {
		return fmt.Errorf("%w: resourceGroups.exclude leaves out all that resourceGroups.include names", ErrNoGroups)
	}
	if len(all) == 0 {
		return fmt.Errorf("%w: the API lists none for these credentials and labels", ErrNoGroups)
	}
	var ids []string
	for _, g := range all[:min(shown, len(all))] {
		ids = append(ids, fmt.Sprintf("%q", g.ID))
	}
	more := ""
	if len(all) > shown {
		more = fmt.Sprintf(" and %d more", len(all)-shown)
	}
	return fmt.Errorf("%w: nothing matches resourceGroups; the tenant has %s%s", ErrNoGroups, strings.Join(ids, ", "), more)
}

// customer matches the ids of resource groups of customers: a tenant that serves
// others names them by the UUID of a service instance.
var customer = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// warnings returns warnings about a selection that is probably a mistake.
func (s Selection) warnings(chosen, all []workload.ResourceGroup, plain bool) []string {
	var warnings []string
	for _, p := range s.Include {
		if !plain && !slices.ContainsFunc(all, func(g workload.ResourceGroup) bool { return p.Match(g.ID) }) {
			warnings = append(warnings, fmt.Sprintf("resourceGroups.include: %s matches no resource group of the tenant", p))
		}
	}
	customers := slices.IndexFunc(chosen, func(g workload.ResourceGroup) bool { return !plain && customer.MatchString(strings.ToLower(g.ID)) })
	if customers >= 0 {
		warnings = append(warnings, fmt.Sprintf("resourceGroups: a glob reaches groups named by a UUID, such as %s: in a tenant that serves others these belong to your customers; exclude them unless that is meant", chosen[customers].ID))
	}
	return warnings
}
