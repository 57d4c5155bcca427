// Mutants shows that the tests can fail: it changes one decisive line of the
// program at a time, and expects that a fast test says so. A mutant that survives is
// an error, unless the list says why it changes nothing.
//
//	go run ./test/mutants [-only TEXT] [-at-once N]
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	only := flag.String("only", "", "only mutants whose file or text holds this `text`")
	atOnce := flag.Int("at-once", 2, "how many are tried at once")
	flag.Parse()
	if err := run(*only, *atOnce); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

// lists are all mutants, by what they change.
var lists = [][]mutant{reaperMutants, shareMutants, decideMutants, vetoMutants, ageMutants, keepMutants, factMutants, aroundMutants}

func run(only string, atOnce int) error {
	mutants := slices.DeleteFunc(slices.Concat(lists...), func(m mutant) bool { return !strings.Contains(m.file+m.was+m.is, only) })
	begun := time.Now()
	tried := make(chan result)
	places := make(chan struct{}, atOnce)
	for _, m := range mutants {
		go func() {
			places <- struct{}{}
			defer func() { <-places }()
			alive, err := m.survives()
			tried <- result{m, alive, err}
		}()
	}
	var t tally
	for range mutants {
		t.add(<-tried)
	}
	fmt.Printf("%d mutants killed, %d equal to the program, %d survived, %d could not be tried, in %s\n",
		t.killed, t.equal, t.survived, t.failed, time.Since(begun).Round(time.Second))
	if wrong := t.survived + t.failed; wrong > 0 {
		return fmt.Errorf("%d of %d mutants were not killed", wrong, len(mutants))
	}
	return nil
}

// result is what became of one mutant.
type result struct {
	mutant
	alive bool
	err   error
}

// tally counts what became of mutants.
type tally struct{ killed, equal, survived, failed int }

func (t *tally) add(r result) {
	switch {
	case r.err != nil:
		t.failed++
		fmt.Println("CANNOT BE TRIED", r.err)
	case !r.alive:
		t.killed++
		fmt.Printf("killed %s\n", r.mutant)
	case r.because != "":
		t.equal++
		fmt.Printf("survives %s: %s\n", r.mutant, r.because)
	default:
		t.survived++
		fmt.Printf("SURVIVES %s\n", r.mutant)
	}
}
