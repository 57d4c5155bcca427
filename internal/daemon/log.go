package daemon

import (
	"cmp"
	"slices"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// logSchedules logs what the daemon will do by a config, and when.
func (l *loop) logSchedules(message string, c *config.Config, more ...zap.Field) {
	mode := report.DryRun
	if c.Enforce {
		mode = report.Enforce
	}
	l.Log.Info(message, append(more, zap.String("version", l.Version), zap.String("config", c.File),
		zap.String("mode", string(mode)), zap.Int("policies", len(c.Set.Policies)), zap.String("observe", c.Observe))...)
	next := l.table.next()
	for i := range c.Set.Policies {
		p := &c.Set.Policies[i]
		fields := []zap.Field{zap.String("policy", p.Name), zap.Stringer("action", p.Action), zap.String("schedule", c.Schedules[i])}
		if at, ever := next[p.Name]; ever {
			fields = append(fields, zap.String("next", at.Format(time.RFC3339)))
		}
		l.Log.Info("schedule", fields...)
	}
}

// logSweep logs one line about a sweep, and one line for each resource group in
// which something went wrong.
func (l *loop) logSweep(r *report.Report) {
	sum := totalOf(r)
	level := zap.InfoLevel
	if r.Result != report.ResultOK {
		level = zap.WarnLevel
	}
	l.Log.Log(level, "swept", zap.String("sweep", r.Sweep), zap.String("mode", string(r.Mode)), zap.String("result", string(r.Result)),
		zap.Int("matched", sum.Matched), zap.Int("kept", sum.Kept), zap.Int("protected", sum.Protected), zap.Int("elsewhere", sum.Elsewhere),
		zap.Int("planned", sum.Planned),
		zap.Int("stopped", sum.Stopped), zap.Int("deleted", sum.Deleted), zap.Int("failed", sum.Failed), zap.Int("deferred", sum.Deferred),
		zap.Duration("took", r.FinishedAt.Sub(r.StartedAt)), failures(r), zap.String("error", r.Error()))
	for i := range r.Groups {
		if g := &r.Groups[i]; g.Error != "" {
			l.Log.Warn("resource group", zap.String("resourceGroup", g.ID), zap.String("result", string(g.Result)), zap.String("error", g.Error))
		}
	}
}

// totalOf returns the sum over the policies of a report.
func totalOf(r *report.Report) (sum report.Policy) {
	for i := range r.Policies {
		p := &r.Policies[i]
		sum.Matched, sum.Kept, sum.Protected = sum.Matched+p.Matched, sum.Kept+p.Kept, sum.Protected+p.Protected
		sum.Elsewhere, sum.Planned = sum.Elsewhere+p.Elsewhere, sum.Planned+p.Planned
		sum.Stopped, sum.Deleted, sum.Failed, sum.Deferred = sum.Stopped+p.Stopped, sum.Deleted+p.Deleted, sum.Failed+p.Failed, sum.Deferred+p.Deferred
	}
	return sum
}

// failure is a kind of failure with its count and one execution as an example.
type failure struct {
	reason, resourceGroup, example, error string
	count                                 int
}

// MarshalLogObject writes the failure to the log.
func (f *failure) MarshalLogObject(to zapcore.ObjectEncoder) error {
	to.AddString("reason", f.reason)
	to.AddInt("count", f.count)
	to.AddString("resourceGroup", f.resourceGroup)
	to.AddString("example", f.example)
	to.AddString("error", f.error)
	return nil
}

// failures returns the reasons why actions failed, most frequent first.
func failures(r *report.Report) zap.Field {
	at := make(map[report.Class]*failure)
	for row := range r.Rows.Scan() {
		if row.Class == report.NoFailure {
			continue
		}
		if at[row.Class] == nil {
			at[row.Class] = &failure{reason: row.Class.String(), resourceGroup: row.Group, example: row.ID, error: row.Error}
		}
		at[row.Class].count++
	}
	if len(at) == 0 {
		return zap.Skip()
	}
	var all []*failure
	for _, f := range at {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *failure) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.reason, b.reason))
	})
	return zap.Objects("failures", all)
}
