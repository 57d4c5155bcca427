package report

// done is a Done in 12 bytes. Its error is an index into Results.errors.
type done struct {
	outcome Outcome
	limit   Limit
	class   Class
	call    Call
	flags   uint8
	err     uint32
}

const (
	flagStopped = 1 << iota
	flagDeleted
	flagFreed
)

// Results hold the outcomes of the decisions of one table, by the same index.
type Results struct {
	all    []done
	errors []string // the first is ""
	index  map[string]uint32
}

// NewResults returns results for n decisions, each with the initial value as.
func NewResults(n int, as Done) *Results {
	r := &Results{all: make([]done, n), errors: []string{""}}
	packed := r.pack(as)
	for i := range r.all {
		r.all[i] = packed
	}
	return r
}

// Set sets the outcome of the decision at index i.
func (r *Results) Set(i int, d Done) { r.all[i] = r.pack(d) }

// At returns what was done about the decision at index i.
func (r *Results) At(i int) Done {
	d := r.all[i]
	return Done{
		Outcome: d.outcome, Limit: d.limit, Class: d.class, Call: d.call, Error: r.errors[d.err],
		Stopped: d.flags&flagStopped != 0, Deleted: d.flags&flagDeleted != 0, Freed: d.flags&flagFreed != 0,
	}
}

// Outcome returns the outcome of the decision at index i.
func (r *Results) Outcome(i int) Outcome { return r.all[i].outcome }

func (r *Results) pack(d Done) done {
	return done{
		outcome: d.Outcome, limit: d.Limit, class: d.Class, call: d.Call, err: r.errorAt(d.Error),
		flags: flagStopped*bit(d.Stopped) | flagDeleted*bit(d.Deleted) | flagFreed*bit(d.Freed),
	}
}

func bit(set bool) uint8 {
	if set {
		return 1
	}
	return 0
}

// errorAt returns the index of an error text. It keeps each text once, because
// many executions fail for the same reason.
func (r *Results) errorAt(text string) uint32 {
	if text == "" {
		return 0
	}
	i, known := r.index[text]
	if !known {
		if r.index == nil {
			r.index = make(map[string]uint32)
		}
		i = uint32(len(r.errors))
		r.errors = append(r.errors, text)
		r.index[text] = i
	}
	return i
}
