package page

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// decodeBy decodes a page with a buffer of this initial size.
func decodeBy(size int, r io.Reader) ([]workload.Execution, error) {
	p := pages.New().(*Page)
	p.buffer = newBuffer(size)
	p.open(r, Options{Details: true})
	if err := p.decode(); err != nil {
		return nil, err
	}
	p.nameAll()
	return p.Executions, nil
}

func TestABufferOfAnySizeShowsTheSame(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("one goroutine reads tens of megabytes, and the race detector is for several")
	}
	long := strings.Repeat("x", 300)
	text := `{"count":4, "resources" : [{"id":"e-01","status":"DEAD","outputArtifacts":[{"id":"a"},{}],"modifiedAt":null},` +
		`{"\u0069d":"e-02","statusMessage":"{\"id\":\"e-99\"} ` + long + `"} , {"unknown":[1.5e3,true,{"id":"e-98"}],"id":"e-03"},{ "scenarioId":"ä\u00e4","id":"e-04"}],"more":[` + "1,2," + long[:0] + `3]}`
	want, err := decodeBy(len(text)+1, strings.NewReader(text))
	if err != nil || len(want) != 4 || want[1].ID != "e-02" {
		t.Fatalf("%+v, %v", want, err)
	}
	for size := 16; size < len(text); size += 1 + size/8 {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text))} {
			if got, err := decodeBy(size, r); err != nil || !slices.Equal(got, want) {
				t.Fatalf("by %d, %s: %+v, %v", size, name, got, err)
			}
		}
		for end := 0; end < len(text); end += 1 + size%5 {
			if got, err := decodeBy(size, strings.NewReader(text[:end])); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("by %d, broken off at %d: %+v, %v", size, end, got, err)
			}
		}
	}
}

// A small buffer gives the same result as one that holds the whole answer.
func FuzzBuffer(f *testing.F) {
	f.Add([]byte(`{"count":1,"resources":[{"id":"e-01","status":"DEAD"},{"n":-1.5e-3,"b":false,"id":"e-02"}],"count":2}`), 3)
	f.Add([]byte(`{"resources":[{"\u0069d":"e-01","x":"\ud83d\ude00"}],"resources":[{"id":"e-03"}]}`), 20)
	f.Add([]byte(`{"resources":[{"id":"e-01"}{"id":"e-02"}]}`), 1)
	f.Add([]byte(`{"resources":[{}]}`), 9)
	f.Fuzz(func(t *testing.T, text []byte, size int) {
		size = 16 + (size&0xffff)%64
		whole, wholeErr := decodeBy(len(text)+1, bytes.NewReader(text))
		parts, err := decodeBy(size, bytes.NewReader(text))
		if (err == nil) != (wholeErr == nil) || errors.Is(err, ErrFormat) != errors.Is(wholeErr, ErrFormat) {
			t.Fatalf("by %d: %v, as a whole: %v", size, err, wholeErr)
		}
		if !slices.Equal(parts, whole) {
			t.Fatalf("by %d: %+v, as a whole: %+v", size, parts, whole)
		}
	})
}

func TestOneExecutionMayBeLargeButNotWithoutBound(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("one goroutine reads tens of megabytes, and the race detector is for several")
	}
	for size, good := range map[int]bool{1 << 20: true, maxBuffer + 1: false} {
		text := `{"resources":[{"id":"e-01","statusMessage":"` + strings.Repeat("x", size) + `"}]}`
		page, err := Decode(strings.NewReader(text), Options{Details: true})
		if (err == nil) != good || !good && !errors.Is(err, ErrFormat) {
			t.Errorf("%d bytes: %v", size, err)
		}
		if err == nil {
			if len(page.Executions[0].StatusMessage) != size {
				t.Errorf("%d bytes came as %d", size, len(page.Executions[0].StatusMessage))
			}
			page.Release()
		}
	}
}

func TestManyPagesAtOnceShareNothing(t *testing.T) {
	t.Parallel()
	for worker := range 4 {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for n := range 50 {
				id := fmt.Sprintf("e-%d-%d", worker, n)
				e, err := DecodeExecution([]byte(`{"id":"` + id + `","scenarioId":"s-` + id + `"}`))
				if err != nil || e.ID != id || e.ScenarioID != "s-"+id {
					t.Fatalf("%+v, %v", e, err)
				}
			}
		})
	}
}
