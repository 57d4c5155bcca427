package reaper

import (
	"fmt"
	"hash/fnv"
)

// Shard is the part of a tenant that one of several processes has. The zero
// value has all of it.
type Shard struct {
	Index int // 0 to Count-1
	Count int // 0 or 1: not divided
}

// has reports whether a group belongs to this shard, by rendezvous hashing: the
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
