package page

import "github.com/aicore-reaper/aicore-reaper/internal/workload"

// order finds fields by name. A server writes its records in one order, so the
// field that followed last time is looked at first.
type order struct {
	next [len(workload.Fields) + 1]int // what followed each field, and the beginning
	last int
}

// byName are the indexes of the fields in workload.Fields.
var byName = func() map[string]int {
	indexes := make(map[string]int, len(workload.Fields))
	for i := range workload.Fields {
		indexes[workload.Fields[i].Name] = i
	}
	return indexes
}()

var idField = byName["id"]

// begin starts a record.
func (o *order) begin() { o.last = len(workload.Fields) }

// find returns the index in workload.Fields of the field of that name, -1 where
// there is none.
func (o *order) find(key []byte) int {
	i := o.next[o.last]
	if string(key) != workload.Fields[i].Name {
		known, ok := byName[string(key)]
		if !ok {
			return -1
		}
		i, o.next[o.last] = known, known
	}
	o.last = i
	return i
}
