package page

import "encoding/binary"

// words keeps words that repeat once: names, ids of configurations, states.
type words struct {
	// recent has each word that came last for its slot: nearly all are found there,
	// at a fraction of what the map takes.
	recent [1 << recentBits]string
	kept   map[string]string
}

// maxWords and longWord bound what is kept. A word beyond them is copied each time
// that it comes: a server that sends ever new words then costs memory only as long
// as its executions are needed.
const (
	recentBits = 9
	maxWords   = 1 << 14
	longWord   = 256
)

// of returns the word of a text, with what is not UTF-8 replaced, and how many
// bytes it keeps that were not kept before.
func (w *words) of(text []byte) (word string, fresh int) {
	recent := &w.recent[place(text)]
	if *recent == string(text) {
		return *recent, 0
	}
	text = valid(text)
	kept, ok := w.kept[string(text)]
	if !ok {
		kept, fresh = string(text), len(text)
		if len(w.kept) >= maxWords || len(kept) > longWord {
			return kept, fresh
		}
		w.kept[kept] = kept
	}
	*recent = kept
	return kept, fresh
}

// place returns a place in recent by the length and the end of a text, where names
// of one kind differ.
func place(text []byte) uint64 {
	h := uint64(len(text))
	if n := len(text); n >= 8 {
		h ^= binary.LittleEndian.Uint64(text[n-8:])
	} else {
		for _, c := range text {
			h = h<<8 | uint64(c)
		}
	}
	return h * 0x9e3779b97f4a7c15 >> (64 - recentBits) // Fibonacci hashing
}

// tidy forgets all words where there is little room for those of the next page.
func (w *words) tidy() {
	if len(w.kept) > maxWords/2 {
		*w = words{kept: make(map[string]string)}
	}
}
