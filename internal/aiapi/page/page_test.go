package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func TestFieldsAreTakenAsTheyCome(t *testing.T) {
	t.Parallel()
	e, err := DecodeExecution([]byte(`{"status":"RUNNING","targetStatus":null,"scenarioId":7,"id":"e-01","statusMessage":"a\u0062c",
		"createdAt":"2026-06-01T12:00:00.5Z","modifiedAt":"2026-06-01T14:00:00+02:00","startTime":"yesterday","completionTime":null,
		"outputArtifacts":[{"id":"a"}],"brandNew":{"x":[{}]},"executionScheduleId":""}`))
	want := workload.Execution{
		ID: "e-01", Status: workload.Running, StatusMessage: "abc", OutputArtifacts: `[{"id":"a"}]`,
		CreatedAt: workload.At(time.Date(2026, 6, 1, 12, 0, 0, 5e8, time.UTC)), ModifiedAt: workload.At(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)),
		StartTime: workload.Unreadable, // given but unreadable: no other time may replace it
	}
	if err != nil || e != want {
		t.Errorf("%+v, %v", e, err)
	}
	text, err := e.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := DecodeExecution(text); err != nil || again != e {
		t.Errorf("%s comes back as %+v, %v", text, again, err)
	}
}

// For any input, decoding returns executions with ids, or an error.
func FuzzDecodePage(f *testing.F) {
	f.Add([]byte(`{"count":1,"resources":[{"id":"e-01","status":"DEAD","createdAt":"2026-01-01T00:00:00Z"}]}`))
	f.Add([]byte(`{"resources":[{"id":null}],"resources":[]}`))
	f.Add([]byte(`<html>`))
	f.Add([]byte(`{"resources":[{"id":"a`))
	f.Fuzz(func(t *testing.T, text []byte) {
		page, err := Decode(bytes.NewReader(text), Options{Details: true})
		if err != nil {
			if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrFormat) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		defer page.Release()
		for _, e := range page.Executions {
			if e.ID == "" {
				t.Error("an execution without an id")
			}
		}
	})
}

func benchmarkPage() []byte {
	var b bytes.Buffer
	b.WriteString(`{"count":5000,"resources":[`)
	for i := range 5000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"e%015x","configurationId":"c-text-clf-train-1","configurationName":"text-clf-large","executableId":"text-clf-train","scenarioId":"text-clf","status":"COMPLETED","targetStatus":"COMPLETED","statusMessage":"","outputArtifacts":[{"id":"a%d","name":"model","kind":"model","url":"ai://default/model"}],"createdAt":"2026-05-01T12:00:00Z","modifiedAt":"2026-05-01T13:00:00Z","submissionTime":"2026-05-01T12:00:01Z","startTime":"2026-05-01T12:01:00Z","completionTime":"2026-05-01T13:00:00Z"}`, i, i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// The benchmark compares the decoder in use with the standard library's and with
// the token reader of encoding/json/v2. The decoder was chosen by it.
func BenchmarkDecodePage(b *testing.B) {
	text := benchmarkPage()
	each := func(name string, decode func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := decode(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/5000, "ns/execution")
		})
	}
	each("in-use", func() error {
		page, err := Decode(bytes.NewReader(text), Options{})
		if err == nil {
			page.Release()
		}
		return err
	})
	each("encoding-json", func() error {
		var page struct{ Resources []map[string]any }
		return json.NewDecoder(bytes.NewReader(text)).Decode(&page)
	})
	each("jsontext-tokens-only", func() error {
		d := jsontext.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.ReadToken(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	})
}
