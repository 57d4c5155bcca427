package reaper

import (
	"fmt"
	"hash/fnv"
)

// Shard is the part of a tenant that one of several processes sweeps. The zero
// value is the whole tenant.
type Shard struct {
	Index int // 0 to Count-1
	Count int // 0 or 1: the whole tenant
}

// has reports whether a group belongs to this shard. It uses rendezvous hashing:
// the group belongs to the shard with the highest score, so that a change of
// Count moves as few groups as possible.
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

// rendezvous returns the score of a shard for a group. FNV alone is too regular
// in its high bits for short ids, so the last steps are those of MurmurHash3.
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
