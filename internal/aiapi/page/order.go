package page

import (
	"encoding/binary"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// order finds the fields of a record by name. A server writes its records in one
// order, so the field that followed last time is looked at first. It remembers
// which fields the record in hand has had.
type order struct {
	slots  [len(workload.Fields)]slot
	before slot // the first field
	last   *slot
	record int
}

// slot is a field of workload.Fields and what this decoder does with it.
type slot struct {
	name   string
	ends   [2]uint64 // its first and its last eight bytes
	next   *slot     // that followed last time
	field  *workload.Field
	do     treatment
	record int // the last one that had it
}

type treatment uint8

const (
	skip treatment = iota
	asID
	asWord
	asTime
	asList
)

// places are the places of the fields in workload.Fields by name.
var places = func() map[string]int {
	places := make(map[string]int, len(workload.Fields))
	for i := range workload.Fields {
		places[workload.Fields[i].Name] = i
	}
	return places
}()

// open gets ready for the records of a page.
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

// search returns the slot of the field of that name, nil where there is none, and
// remembers what it follows.
func (o *order) search(key []byte) *slot {
	at, known := places[string(key)]
	if !known {
		return nil
	}
	o.last.next = &o.slots[at]
	return o.last.next
}

// named reports whether the field has that name. It is asked for each field of
// each record, and comparing texts is a call.
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
