//go:build race

package process

// Raced reports whether this binary has the race detector, with which nothing is
// worth measuring.
const Raced = true
