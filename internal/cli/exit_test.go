package cli

import (
	"errors"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

func TestAFaultOfTheProgramIsNotTakenForBadUsage(t *testing.T) {
	t.Parallel()
	fault := errors.New("two and two are five")
	for _, test := range []struct {
		name   string
		report report.Report
		code   int
	}{
		{"done", report.Report{Result: report.ResultOK}, exitOK},
		{"bad credentials", report.Report{Result: report.ResultFailed, Cause: fault}, exitUsage},
		{"a fault", report.Report{Result: report.ResultFailed, Cause: fault, Faults: []string{fault.Error()}}, exitFailed},
	} {
		if code := exitCode(t.Context(), verdict(&test.report)); code != test.code {
			t.Errorf("%s: exit code %d, want %d", test.name, code, test.code)
		}
	}
}
