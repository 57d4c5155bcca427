package page

import "encoding/binary"

// interner keeps repeated words only once: names, ids of configurations, states.
type interner struct {
	// recent holds the latest word of each slot. Nearly all words are found
	// there, much faster than in the map.
	recent [1 << recentBits]string
	kept   map[string]string
}

// maxWords and longWord limit what is kept. A word beyond them is copied each
// time it comes. So the words of a server that always sends new ones are freed
// with its executions.
const (
	recentBits = 9
	maxWords   = 1 << 14
	longWord   = 256
)

// intern returns the text as a word, with invalid UTF-8 replaced. fresh is how
// many bytes the word needs that were not kept before.
func (i *interner) intern(text []byte) (word string, fresh int) {
	recent := &i.recent[place(text)]
	if *recent == string(text) {
		return *recent, 0
	}
	text = valid(text)
	kept, ok := i.kept[string(text)]
	if !ok {
		kept, fresh = string(text), len(text)
		if len(i.kept) >= maxWords || len(kept) > longWord {
			return kept, fresh
		}
		i.kept[kept] = kept
	}
	*recent = kept
	return kept, fresh
}

// place returns an index into recent. It uses the length and the end of a text,
// because similar names differ there.
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

// tidy drops all words if there is little room for those of the next page.
func (i *interner) tidy() {
	if len(i.kept) > maxWords/2 {
		*i = interner{kept: make(map[string]string)}
	}
}
