package render

import (
	"bufio"
	"time"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// RowDocument is one execution in the JSON document of a report, for reading it.
// A pointer is nil if the value is null.
type RowDocument struct {
	ResourceGroup        string     `json:"resourceGroup"`
	ID                   string     `json:"id"`
	Scenario             string     `json:"scenario"`
	Executable           string     `json:"executable"`
	Configuration        string     `json:"configuration"`
	ConfigurationName    string     `json:"configurationName"`
	Status               string     `json:"status"`
	Age                  *string    `json:"age"`
	ExpiredAt            *time.Time `json:"expiredAt"`
	Policy               string     `json:"policy"`
	Action               string     `json:"action"`
	Target               string     `json:"target,omitempty"` // where the action leads in the end
	Reason               string     `json:"reason"`
	Outcome              *string    `json:"outcome"`
	Limit                string     `json:"limit,omitempty"`
	Call                 string     `json:"call,omitempty"` // that carried it: bulk or single
	DryRun               bool       `json:"dryRun,omitempty"`
	Error                *string    `json:"error"`
	ResourcePlan         string     `json:"resourcePlan"`
	CapacityUnitsPerHour float64    `json:"capacityUnitsPerHour"`
}

// rowWriter writes executions in the form of a RowDocument, one per line. It does
// not use reflection, which would be several times slower.
type rowWriter struct {
	report  *report.Report
	out     *bufio.Writer
	encoder jx.Encoder
	begun   bool
}

func (w *rowWriter) write(row *report.Row) {
	e := &w.encoder
	e.Reset()
	e.ObjStart()
	w.what(row)
	w.when(row)
	w.decision(row)
	w.field("resourcePlan", row.Plan)
	e.FieldStart("capacityUnitsPerHour")
	e.Float64(row.Held.CapacityUnitsPerHour)
	e.ObjEnd()
	if w.begun {
		_ = w.out.WriteByte(',') // Flush returns the first error
	}
	w.begun = true
	_ = w.out.WriteByte('\n')
	_, _ = w.out.Write(e.Bytes())
}

func (w *rowWriter) what(row *report.Row) {
	w.field("resourceGroup", row.Group)
	w.field("id", row.ID)
	w.field("scenario", row.Scenario)
	w.field("executable", row.Executable)
	w.field("configuration", row.Configuration)
	w.field("configurationName", row.ConfigurationName)
	w.field("status", string(row.Status))
}

func (w *rowWriter) when(row *report.Row) {
	age, expired := "", ""
	if row.Reason != policy.ReasonNoTimestamp {
		age = row.Age.Round(time.Second).String()
	}
	if row.Action != policy.None {
		expired = expiredAt(w.report, row).Format(time.RFC3339)
	}
	w.orNull("age", age)
	w.orNull("expiredAt", expired)
}

func (w *rowWriter) decision(row *report.Row) {
	w.field("policy", row.Policy)
	w.field("action", row.Sent().String())
	w.ifAny("target", string(row.Target()))
	w.field("reason", row.Reason.String())
	w.orNull("outcome", row.Outcome.String())
	w.ifAny("limit", row.Limit.String())
	w.ifAny("call", row.Call.String())
	if row.DryRun {
		w.encoder.FieldStart("dryRun")
		w.encoder.Bool(true)
	}
	w.orNull("error", row.Error)
}

func (w *rowWriter) field(name, value string) {
	w.encoder.FieldStart(name)
	w.encoder.StrEscape(value)
}

func (w *rowWriter) ifAny(name, value string) {
	if value != "" {
		w.field(name, value)
	}
}

func (w *rowWriter) orNull(name, value string) {
	if value != "" {
		w.field(name, value)
		return
	}
	w.encoder.FieldStart(name)
	w.encoder.Null()
}
