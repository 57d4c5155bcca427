package page

import (
	"encoding/binary"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// order finds the fields of a record by name. Servers write all records in the
// same order, so it first tries the field that came next in the last record. It
// also remembers which fields the current record has had.
type order struct {
	slots  [len(workload.Fields)]slot
	before slot // the first field
	last   *slot
	record int
}

// slot is a field of workload.Fields, with the decoder's state for it.
type slot struct {
	name   string
	ends   [2]uint64 // its first and its last eight bytes
	next   *slot     // the field that came next in the last record
	field  *workload.Field
	do     treatment
	record int // the last record that had it
}

type treatment uint8

const (
	skip treatment = iota
	asID
	asWord
	asTime
	asList
)

// fieldIndex maps names of fields to their index in workload.Fields.
var fieldIndex = func() map[string]int {
	index := make(map[string]int, len(workload.Fields))
	for i := range workload.Fields {
		index[workload.Fields[i].Name] = i
	}
	return index
}()

// open prepares for the records of a page.
func (o *order) open(details bool) {
	for i := range o.slots {
		s, f := &o.slots[i], &workload.Fields[i]
		s.name, s.field, s.do = f.Name, f, treat(f, details)
		if n := len(f.Name); n >= 8 {
			s.ends = [2]uint64{binary.LittleEndian.Uint64([]byte(f.Name)), binary.LittleEndian.Uint64([]byte(f.Name[n-8:]))}
		}
		if s.next == nil {
			s.next = s
		}
	}
	if o.before.next == nil {
		o.before.next = &o.slots[0]
	}
}

func treat(f *workload.Field, details bool) treatment {
	switch {
	case f.Name == "id":
		return asID
	case f.Details && !details:
		return skip
	case f.Kind == workload.Time:
		return asTime
	case f.Kind == workload.List:
		return asList
	}
	return asWord
}

// begin starts a record.
func (o *order) begin() {
	o.last = &o.before
	o.record++
}

// search returns the slot of the field with that name, nil if there is none. It
// remembers that this field follows the last one.
func (o *order) search(key []byte) *slot {
	at, known := fieldIndex[string(key)]
	if !known {
		return nil
	}
	o.last.next = &o.slots[at]
	return o.last.next
}

// named reports whether the field has that name. It runs for each field of each
// record, so it avoids a call to compare texts.
func (s *slot) named(key []byte) bool {
	n := len(key)
	if n != len(s.name) {
		return false
	}
	if n < 8 || n > 16 {
		return string(key) == s.name
	}
	return binary.LittleEndian.Uint64(key) == s.ends[0] && binary.LittleEndian.Uint64(key[n-8:]) == s.ends[1]
}
