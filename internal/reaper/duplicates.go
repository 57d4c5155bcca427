package reaper

import (
	"hash/maphash"
	"slices"
	"sync"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// partitions is the number of parts into which hashes are divided, so that the
// table for one part fits into the processor's cache, and 8 bits need not be kept.
const partitions = 256

// idIndex collects hashes of the ids of all listings, 6 bytes for each. It finds
// ids that two groups list without keeping the listings. The zero value is ready
// to use.
type idIndex struct {
	mu    sync.Mutex
	parts [partitions][]*hashes
}

// hashes are some of a part, without the bits that name the part. Parts grow by
// whole ones, so that nothing is copied and thrown away while they grow.
type hashes struct {
	n    uint32
	low  [170]uint32 // with n and high a kilobyte
	high [170]uint16
}

func (s *hashes) full() bool { return int(s.n) == len(s.low) }

func (s *hashes) add(h uint64) {
	s.low[s.n], s.high[s.n] = uint32(h), uint16(h>>32)
	s.n++
}

func (s *hashes) at(i int) uint64 { return uint64(s.low[i]) | uint64(s.high[i])<<32 }

var idSeed = maphash.MakeSeed()

// hashID returns 56 bits, of which the upper 8 name the part. Two of a million ids
// have the same hash in one of 140,000 processes.
func hashID(id string) uint64 { return maphash.String(idSeed, id) & (1<<56 - 1) }

// add adds the ids of one listing.
func (x *idIndex) add(executions []workload.Execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range executions {
		h := hashID(executions[i].ID)
		part := &x.parts[h>>48]
		if len(*part) == 0 || (*part)[len(*part)-1].full() {
			*part = append(*part, new(hashes))
		}
		(*part)[len(*part)-1].add(h)
	}
}

// twice returns the ids that were added more than once, and empties the index.
func (x *idIndex) twice() sameElsewhere {
	x.mu.Lock()
	defer x.mu.Unlock()
	found := make(sameElsewhere)
	var seen hashSet
	for i, part := range x.parts {
		seen.open(len(part) * len(hashes{}.low))
		for _, some := range part {
			for at := range int(some.n) {
				if h := some.at(at); !seen.insert(h) {
					found[h|uint64(i)<<48] = struct{}{}
				}
			}
		}
		x.parts[i] = nil
	}
	return found
}

// hashSet is a set of hashes of one part. It is several times faster than a map, as
// its elements need no hash of their own.
type hashSet struct {
	table []uint64 // hash+1; 0: free. Its length is a power of two, and it is at most half full
}

// open empties the set and makes room for so many hashes.
func (s *hashSet) open(room int) {
	size := 256
	for size < 2*room {
		size *= 2
	}
	if cap(s.table) < size {
		s.table = make([]uint64, size)
		return
	}
	s.table = s.table[:size]
	clear(s.table)
}

// insert adds a hash, and reports whether it was not yet in the set.
func (s *hashSet) insert(h uint64) bool {
	last := uint64(len(s.table) - 1)
	for slot := h & last; ; slot = (slot + 1) & last {
		switch s.table[slot] {
		case 0:
			s.table[slot] = h + 1
			return true
		case h + 1:
			return false
		}
	}
}

// sameElsewhere are hashes of ids that more than one resource group lists.
type sameElsewhere map[uint64]struct{}

// has reports whether more than one group lists this id. Two ids with the same
// hash count as one id; both are then kept in this sweep without need.
func (s sameElsewhere) has(id string) bool {
	if len(s) == 0 {
		return false
	}
	_, ok := s[hashID(id)]
	return ok
}

// withoutDuplicates returns plans that keep every execution that more than one
// resource group lists. A gateway that drops the header AI-Resource-Group shows
// the executions of an excluded group under every other group.
func (s *sweep) withoutDuplicates(plans []*groupPlan) []*groupPlan {
	twice := s.ids.twice()
	if len(twice) == 0 {
		return plans
	}
	cleared := make([]*groupPlan, len(plans))
	for i, p := range plans {
		cleared[i] = p.spare(twice, s.All || s.Approved != nil) // a reviewed row does not vanish
	}
	return cleared
}

// spare returns a plan that keeps the executions that other resource groups also
// list. Nothing of it wants or announces them any more.
func (p *groupPlan) spare(twice sameElsewhere, all bool) *groupPlan {
	spared := *p
	spared.twice = twice
	spared.tallies = slices.Clone(p.tallies)
	spared.upcoming = slices.DeleteFunc(slices.Clone(p.upcoming), func(u report.Upcoming) bool {
		is := twice.has(u.ID)
		if is {
			spared.tallies[u.Policy].Upcoming--
		}
		return is
	})
	if p.table.Len() == 0 {
		return &spared
	}
	spared.stock = p.stock.clone()
	var from []int
	spared.table, from = p.table.Revise(func(i int) report.Revised {
		if p.table.Action(i) == policy.None || !twice.has(p.table.ID(i)) {
			return report.Revised{Action: p.table.Action(i), Reason: p.table.Reason(i)}
		}
		spared.tallies[p.table.Policy(i)].Protected++
		spared.stock.unwant(p.table, i)
		return report.Revised{Reason: policy.ReasonContradictory, Drop: !all}
	})
	spared.records = pick(p.records, from)
	return &spared
}

// pick returns the records at these indices, nil if there are no records.
func pick(records []workload.Execution, from []int) []workload.Execution {
	if records == nil {
		return nil
	}
	picked := make([]workload.Execution, len(from))
	for to, i := range from {
		picked[to] = records[i]
	}
	return picked
}
