package page

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// An id that the API's description does not allow is kept and does not change
// others.
func TestIDsThatAreNotAllowedAreKept(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`../../admin/resourceGroups/g00`: "../../admin/resourceGroups/g00",
		`..`:                             "..",
		`$count`:                         "$count",
		`e 01`:                           "e 01",
		`e-\ud800-1`:                     "e-\uFFFD-1",
		"e-\xff-1":                       "e-\uFFFD-1",
		`e-\u0000`:                       "e-\x00",
		strings.Repeat("e", 300):         strings.Repeat("e", 300),
	} {
		p, err := Decode(strings.NewReader(`{"resources":[{"id":"e-01"},{"id":"`+written+`","status":"DEAD"},{"id":"e-02"}]}`), Options{})
		if err != nil || len(p.Executions) != 3 {
			t.Errorf("%q: %v", written, err)
			continue
		}
		if got := p.Executions[1]; got.ID != want || got.Status != workload.Dead || workload.ValidID(got.ID) {
			t.Errorf("%q is read as %+v", written, got)
		}
		if p.Executions[0].ID != "e-01" || p.Executions[2].ID != "e-02" {
			t.Errorf("%q changes others: %+v", written, p.Executions)
		}
		p.Release()
	}
}

// Invalid UTF-8 is replaced, so that texts can be shown and counted. The result
// is never a known status.
func TestWhatIsNotUTF8IsReplaced(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{"DE\xffAD": "DE\uFFFDAD", "DEAD\xc3": "DEAD\uFFFD", `DEAD\ud800`: "DEAD\uFFFD", `\udc00DEAD`: "\uFFFDDEAD", "\xed\xa0\x80": "\uFFFD"} {
		e, err := DecodeExecution([]byte(`{"id":"e-01","status":"` + written + `","scenarioId":"` + written + `","statusMessage":"` + written + `"}`))
		if err != nil || string(e.Status) != want || e.ScenarioID != want || e.StatusMessage != want || e.Status.Known() {
			t.Errorf("%q is read as %+v, %v", written, e, err)
		}
	}
	e, err := DecodeExecution([]byte("{\"id\":\"e-01\",\"outputArtifacts\":[\"\xff\"]}"))
	if err != nil || e.OutputArtifacts != "[\"\uFFFD\"]" {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestAPageHasBounds(t *testing.T) {
	t.Parallel()
	if process.Raced {
		t.Skip("one goroutine reads tens of megabytes, and the race detector is for several")
	}
	long := `{"id":"e-01","statusMessage":"` + strings.Repeat("x", 5<<20) + `"}`
	for name, test := range map[string]struct {
		text string
		o    Options
		good bool
	}{
		"as many as asked for": {`{"id":"e-01"},{"id":"e-02"}`, Options{Top: 2}, true},
		"one more":             {`{"id":"e-01"},{"id":"e-02"},{"id":"e-03"}`, Options{Top: 2}, false},
		"any number":           {`{"id":"e-01"},{"id":"e-02"},{"id":"e-03"}`, Options{}, true},
		"a long text":          {long, Options{Details: true}, true},
		"too many long ones":   {strings.Repeat(long+",", 13) + long, Options{Details: true}, false},
		"those are not wanted": {strings.Repeat(long+",", 13) + long, Options{}, true},
	} {
		p, err := Decode(strings.NewReader(`{"resources":[`+test.text+`]}`), test.o)
		if (err == nil) != test.good || !test.good && !errors.Is(err, ErrTooMuch) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			p.Release()
		}
	}
}

// Fields may come in any order, and some may be missing.
func TestFieldsAreFoundInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawExecution), 1, 4).Draw(t, "executions")
		var texts []string
		for i := range all {
			texts = append(texts, shuffled(t, &all[i]))
		}
		p, err := Decode(strings.NewReader(`{"resources":[`+strings.Join(texts, ",")+`]}`), Options{Details: true})
		if err != nil {
			t.Fatalf("%q: %v", texts, err)
		}
		defer p.Release()
		for i, e := range p.Executions {
			if e != all[i] {
				t.Fatalf("%s is read as %+v", texts[i], e)
			}
		}
	})
}

// FuzzForeign passes any text through the interner: the result is valid UTF-8.
func FuzzForeign(f *testing.F) {
	f.Add([]byte(`DE\ud800AD`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, word []byte) {
		e, err := DecodeExecution([]byte(`{"id":"e-` + string(word) + `","status":"` + string(word) + `"}`))
		if err == nil && (!utf8.ValidString(e.ID) || !utf8.ValidString(string(e.Status))) {
			t.Errorf("%q is read as %+v", word, e)
		}
	})
}

// A state that is no text is not missing: it is an unknown word, and so keeps.
func TestAStateThatIsNoTextIsAnUnknownWord(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]workload.Status{`null`: "", `5`: "5", `{}`: "{}", `["DELETED"]`: `["DELETED"]`, `"DELETED"`: workload.Deleted} {
		p, err := Decode(strings.NewReader(`{"resources":[{"id":"e-01","status":"DEAD","targetStatus":`+value+`}]}`), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Executions[0].TargetStatus; got != want {
			t.Errorf("%s is read as %q", value, got)
		}
		p.Release()
	}
}
