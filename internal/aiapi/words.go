package aiapi

// words keeps words that repeat once: names, ids of configurations, states.
type words map[string]string

// maxWords and longWord bound what is kept: what is beyond them is kept each time
// that it comes, so that a server of ever new words costs memory only as long as
// its executions are needed, and never correctness.
const (
	maxWords = 1 << 14
	longWord = 256
)

// of returns the word of a text.
func (w words) of(text []byte) string {
	kept, ok := w[string(text)]
	if !ok {
		kept = string(text)
		if len(w) < maxWords && len(kept) <= longWord {
			w[kept] = kept
		}
	}
	return kept
}

// tidy forgets the words where the next page would find no room for its own.
func (w words) tidy() {
	if len(w) > maxWords/2 {
		clear(w)
	}
}
