package metrics

// maxLabels bounds the values of a label that the user's world makes up.
const maxLabels = 200

// other stands for the values beyond the bound.
const other = "other"

// labels are the values of a label that have a series of their own: the first
// maxLabels that are met. Inventories are met sorted, so that the same tenant
// gives the same labels.
type labels struct{ known map[string]bool }

func newLabels() labels { return labels{known: make(map[string]bool)} }

func (l labels) bounded(value string) string {
	switch {
	case l.known[value]:
		return value
	case len(l.known) >= maxLabels:
		return other
	}
	l.known[value] = true
	return value
}
