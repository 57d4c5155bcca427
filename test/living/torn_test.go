package living

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
)

// tears are the ways in which a process could have died within the writes since the
// snapshot before: each tears the files in a directory.
func (s snapshot) tears(before snapshot) (tears []func(dir string)) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		was, is := before[name], s[name]
		switch {
		case was == is:
		case strings.HasSuffix(name, ".jsonl"): // within each line, and after it
			for i := range int64(6) {
				tears = append(tears, cutAt(name, was+(is-was)*i/6))
			}
		case strings.HasSuffix(name, ".gz"): // before it was renamed; at its place, but not on the disk
			tears = append(tears, unnamed(name, is/2), cutAt(name, is/2))
		}
	}
	return tears
}

func cutAt(name string, size int64) func(dir string) {
	return func(dir string) {
		if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
			panic(err)
		}
	}
}

// unnamed has a file stand there in half, under the name that it has until it is whole.
func unnamed(name string, size int64) func(dir string) {
	return func(dir string) {
		cutAt(name, size)(dir)
		whole := filepath.Join(dir, name)
		if err := os.Rename(whole, filepath.Join(filepath.Dir(whole), "."+filepath.Base(whole)+".1.tmp")); err != nil {
			panic(err)
		}
	}
}

// decided are the decisions that an audit log holds, as target and key.
func decided(f files) map[string]bool { return recorded(f, audit.Decision) }

func recorded(f files, event string) map[string]bool {
	text, _ := os.ReadFile(f.audit()) // none where there is none
	found := make(map[string]bool)
	for line := range bytes.Lines(text) {
		var r audit.Record
		if json.Unmarshal(line, &r) == nil && r.Event == event {
			found[r.Target+" "+r.ResourceGroup+"/"+r.ID] = true
		}
	}
	return found
}

// checkFiles holds what a process wrote down before a change was sent against the
// change: the decision, and the copy of what is to be deleted.
func (w *world) checkFiles(f files, group, id, target string) {
	if f.dir == "" {
		return
	}
	if !decided(f)[target+" "+group+"/"+id] {
		w.fail("%s of %s/%s is sent, and the audit log does not know of it", target, group, id)
	}
	if target != "DELETED" {
		return
	}
	reader, err := archive.NewReader(f.archive())
	if err != nil {
		w.fail("%v", err)
		return
	}
	if copies, err := reader.Find(id); err != nil || len(copies) == 0 {
		w.fail("%s/%s is to be deleted, and there is no copy of it: %v", group, id, err)
	}
}

// checkAudit holds the log of all processes against what the tenant took, and lets
// one line be torn: that which somebody died in.
func (w *world) checkAudit(t *testing.T, f files) {
	t.Helper()
	text, err := os.ReadFile(f.audit())
	if err != nil {
		t.Fatal(err)
	}
	torn := 0
	for line := range bytes.Lines(text) {
		var r audit.Record
		if json.Unmarshal(line, &r) != nil {
			torn++
		}
	}
	if torn > 1 {
		w.fail("%d lines of the audit log cannot be read", torn)
	}
	known := decided(f)
	for _, c := range w.simulator.Changes() {
		if key := c.Target + " " + c.Group + "/" + c.ID; c.Accepted && !known[key] {
			w.fail("%s was taken, and the audit log does not know of it", key)
		}
	}
}
