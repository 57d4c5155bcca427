package reaper

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ChooseGroups returns the resource groups to sweep, in the order of their ids.
// The tenant is asked for its groups only where a glob or labels need it; an id
// written out is taken as it is, so that no right to list groups is needed. The
// error is that of the listing.
func (s *Options) ChooseGroups(ctx context.Context) ([]workload.ResourceGroup, error) {
	ids, plain := plainIDs(s.Groups)
	if !plain {
		return s.listGroups(ctx)
	}
	var chosen []workload.ResourceGroup
	for _, id := range ids {
		if !s.Groups.Exclude.Match(id) && s.Shard.has(id) {
			chosen = append(chosen, workload.ResourceGroup{ID: id, Status: provisioned})
		}
	}
	return chosen, nil
}

const provisioned = "PROVISIONED"

// plainIDs returns the ids of a selection that names its groups one by one.
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

// listGroups asks the tenant. Labels are sent along, and tested again on what
// comes back: a server that ignores the selector must not widen it.
func (s *Options) listGroups(ctx context.Context) ([]workload.ResourceGroup, error) {
	var selector []string
	for _, key := range slices.Sorted(maps.Keys(s.Groups.Labels)) {
		selector = append(selector, key+"="+s.Groups.Labels[key])
	}
	all, err := s.API.ResourceGroups(ctx, selector)
	if err != nil {
		return nil, fmt.Errorf("list the tenant's resource groups: %w", err)
	}
	chosen := slices.DeleteFunc(all, func(g workload.ResourceGroup) bool { return !s.Groups.has(g) || !s.Shard.has(g.ID) })
	slices.SortFunc(chosen, func(a, b workload.ResourceGroup) int { return strings.Compare(a.ID, b.ID) })
	return chosen, nil
}

func (s Selection) has(g workload.ResourceGroup) bool {
	for key, value := range s.Labels {
		if got, ok := g.Labels[key]; !ok || got != value {
			return false
		}
	}
	return (len(s.Include) == 0 || s.Include.Match(g.ID)) && !s.Exclude.Match(g.ID)
}

// Shard is the part of a tenant that one of several processes has. The zero
// value has all of it.
type Shard struct {
	Index int // 0 to Count-1
	Count int // 0 or 1: not divided
}

// has tells whether a group belongs to this shard, by rendezvous hashing: the
// shard with the highest score for the id has it, so that a change of Count
// moves only the groups that must move.
func (s Shard) has(group string) bool {
	if s.Count <= 1 {
		return true
	}
	best, highest := 0, uint64(0)
	for i := range s.Count {
		if score := rendezvous(group, i); i == 0 || score > highest {
			best, highest = i, score
		}
	}
	return best == s.Index
}

// rendezvous scores a shard for a group. FNV alone is too regular in its high
// bits for short ids; the finishing steps are those of MurmurHash3.
func rendezvous(group string, shard int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s/%d", group, shard)
	x := h.Sum64()
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// share divides a limit so that the parts of all shards add up to it.
func (s Shard) share(limit int) int {
	if s.Count <= 1 {
		return limit
	}
	part := limit / s.Count
	if s.Index < limit%s.Count {
		part++
	}
	return part
}
