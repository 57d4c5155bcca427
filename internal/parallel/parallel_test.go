package parallel

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

func TestAllRunAndTheFirstErrorIsReturned(t *testing.T) {
	t.Parallel()
	var g Group
	g.SetLimit(3)
	var ran, at, most atomic.Int32
	broken := errors.New("broken")
	for i := range 50 {
		g.Go(func() error {
			if n := at.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer at.Add(-1)
			if ran.Add(1); i == 20 {
				return broken
			}
			return nil
		})
	}
	if err := g.Wait(); !errors.Is(err, broken) || ran.Load() != 50 || most.Load() > 3 {
		t.Errorf("%v after %d, %d at once", err, ran.Load(), most.Load())
	}
}

func TestAPanicComesOutOfWaitOnceAllHaveEnded(t *testing.T) {
	t.Parallel()
	var g Group
	var ran atomic.Int32
	for i := range 10 {
		g.Go(func() error {
			if ran.Add(1); i == 3 {
				panic("number three")
			}
			return nil
		})
	}
	defer func() {
		if fault := fmt.Sprint(recover()); !strings.HasPrefix(fault, "number three\n") || !strings.Contains(fault, "parallel_test.go") || ran.Load() != 10 {
			t.Errorf("%d ran; %s", ran.Load(), fault)
		}
	}()
	_ = g.Wait()
	t.Error("there was no panic")
}
