package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// commands are curves of the commands that change nothing.
func commands(scaled func(...int) []int) []curve {
	return []curve{
		{"plan, by executions, in 20 resource groups", "executions", "scaling-plan.svg", scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000), plan},
		{"explain, by executions, in 20 resource groups", "executions", "scaling-explain.svg", scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000), explain},
		{"audit FILE, by lines", "lines", "scaling-audit.svg", scaled(1_000, 3_000, 10_000, 30_000, 100_000, 300_000), readAudit},
		{"archive show, by copies", "copies", "scaling-archive.svg", scaled(100, 300, 1_000, 3_000, 10_000, 30_000), showCopy},
		{"validate, by policies", "policies", "scaling-validate.svg", scaled(10, 30, 100, 300, 1_000, 3_000), validate},
	}
}

// in runs a command in a world, and once before without counting it.
func (l *lab) in(ctx context.Context, w *process.World, args ...string) (process.Usage, error) {
	if _, _, err := w.Run(ctx, l.program, args...); err != nil {
		return process.Usage{}, err
	}
	return l.median(func() (process.Usage, error) {
		u, _, err := w.Run(ctx, l.program, args...)
		return u, err
	})
}

func plan(ctx context.Context, l *lab, n int) (process.Usage, error) {
	config, err := l.configure(head + "policies:\n" + lookers(1))
	if err != nil {
		return process.Usage{}, err
	}
	w, err := l.open(ctx, tenant{groups: usualGroups, executions: n})
	if err != nil {
		return process.Usage{}, err
	}
	defer w.Close()
	return l.in(ctx, w, "plan", "--config", config)
}

// explain explains the first execution that a plan names.
func explain(ctx context.Context, l *lab, n int) (u process.Usage, err error) {
	config, err := l.configure(head + backlog(usualAge))
	if err != nil {
		return u, err
	}
	w, err := l.open(ctx, tenant{groups: usualGroups, executions: n})
	if err != nil {
		return u, err
	}
	defer w.Close()
	table, err := os.CreateTemp(l.dir, "plan")
	if err != nil {
		return u, err
	}
	defer os.Remove(table.Name())
	defer table.Close()
	if _, err := w.RunInto(ctx, table, l.program, "plan", "-o", "csv", "--config", config); err != nil {
		return u, err
	}
	id, err := firstID(table)
	if err != nil {
		return u, err
	}
	return l.in(ctx, w, "explain", id, "--config", config)
}

// firstID is the first id of a plan in CSV.
func firstID(table *os.File) (string, error) {
	if _, err := table.Seek(0, 0); err != nil {
		return "", err
	}
	rows := csv.NewReader(bufio.NewReader(table))
	heading, err := rows.Read()
	if err != nil {
		return "", err
	}
	row, err := rows.Read()
	if err != nil {
		return "", err
	}
	for i, name := range heading {
		if name == "id" {
			return row[i], nil
		}
	}
	return "", fmt.Errorf("a plan in CSV has no column id: %v", heading)
}

func readAudit(ctx context.Context, l *lab, lines int) (u process.Usage, err error) {
	if err := l.clear("audit.jsonl"); err != nil {
		return u, err
	}
	log, err := audit.Open(l.path("audit.jsonl"))
	if err != nil {
		return u, err
	}
	for i := range lines {
		err = errors.Join(err, log.Write(audit.Record{
			Time: time.Now(), Event: audit.Outcome, ResourceGroup: "team-a", ID: fmt.Sprintf("e-%08d", i), Policy: "old", Action: "delete", Target: "DELETED",
			Reason: "expired", Scenario: "text-clf", Executable: "text-clf-train", Configuration: "c-1", Status: "COMPLETED", Age: "720h0m0s", Outcome: "verified",
		}))
	}
	if err := errors.Join(err, log.Close()); err != nil {
		return u, err
	}
	return l.in(ctx, nil, "audit", l.path("audit.jsonl"))
}

// showCopy shows one of many copies.
func showCopy(ctx context.Context, l *lab, copies int) (u process.Usage, err error) {
	if err := l.clear("copies"); err != nil {
		return u, err
	}
	for i := range copies {
		if err := l.keepCopy(i); err != nil {
			return u, err
		}
	}
	config, err := l.configure(head + fmt.Sprintf("archive: {url: %q}\n", "file://"+l.path("copies")) + backlog(usualAge))
	if err != nil {
		return u, err
	}
	return l.in(ctx, nil, "archive", "show", "e-00000000", "--config", config)
}

// keepCopy writes the copy of an execution where an archive has it: there are a
// hundred of a day.
func (l *lab) keepCopy(i int) error {
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/100)
	id := fmt.Sprintf("e-%08d", i)
	folder := filepath.Join(l.path("copies"), "team-a", "text-clf", created.Format(time.DateOnly))
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(folder, id+".json.gz"))
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(file)
	err = json.NewEncoder(packed).Encode(archive.Copy{
		ArchivedAt: created.AddDate(0, 1, 0), ResourceGroup: "team-a",
		Execution: json.RawMessage(fmt.Sprintf(`{"id":%q,"scenarioId":"text-clf","status":"DEAD","createdAt":%q}`, id, created.Format(time.RFC3339))),
	})
	return errors.Join(err, packed.Close(), file.Close())
}

func validate(ctx context.Context, l *lab, policies int) (process.Usage, error) {
	config, err := l.configure(head + "policies:\n" + lookers(policies))
	if err != nil {
		return process.Usage{}, err
	}
	return l.in(ctx, nil, "validate", "--config", config)
}
