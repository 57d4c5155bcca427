package aiapi

import (
	"hash/maphash"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// idSet finds executions of a slice by id. It needs a twentieth of the memory of
// a map of strings.
type idSet struct {
	seed  maphash.Seed
	table []int32 // index+1 into the slice; 0: free. Its length is a power of two, and it is at most half full
}

// open empties the set and makes room for so many executions.
func (s *idSet) open(room int) {
	size := 256
	for size < 2*room {
		size *= 2
	}
	if cap(s.table) < size {
		*s = idSet{seed: maphash.MakeSeed(), table: make([]int32, size)}
		return
	}
	s.table = s.table[:size]
	clear(s.table)
}

func (s *idSet) hash(id string) int { return int(maphash.String(s.seed, id)) & (len(s.table) - 1) }

// find returns the index of the execution with that id in the slice. If there is
// none it returns -1 and the slot for insert.
func (s *idSet) find(in []workload.Execution, id string) (at, slot int) {
	for slot = s.hash(id); s.table[slot] != 0; slot = (slot + 1) & (len(s.table) - 1) {
		if at := int(s.table[slot]) - 1; in[at].ID == id {
			return at, slot
		}
	}
	return -1, slot
}

// insert adds the last execution of the slice, in the slot that find returned.
func (s *idSet) insert(in []workload.Execution, slot int) {
	s.table[slot] = int32(len(in))
	if 2*len(in) > len(s.table) {
		s.grow(in)
	}
}

func (s *idSet) grow(in []workload.Execution) {
	s.table = make([]int32, 2*len(s.table))
	for i := range in {
		_, slot := s.find(in, in[i].ID)
		s.table[slot] = int32(i + 1)
	}
}
