package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// maxBatch is the most changes that one bulk request may hold.
const maxBatch = 100

// find records the executions of a page that can be deleted, if bodies are to be
// written.
func (f *floor) find(group string, page []byte) error {
	if f.ids == nil {
		return nil
	}
	var answer struct {
		Resources []struct{ ID, Status string }
	}
	if err := json.Unmarshal(page, &answer); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range answer.Resources {
		if slices.Contains([]string{"COMPLETED", "STOPPED", "DEAD", "UNKNOWN"}, e.Status) {
			f.ids[group] = append(f.ids[group], e.ID)
		}
	}
	return nil
}

// writeBodies writes bulk requests, one per line, after the id of their group.
func (f *floor) writeBodies(path string) error {
	var lines strings.Builder
	for group, ids := range f.ids {
		for batch := range slices.Chunk(ids, maxBatch) {
			var items []string
			for _, id := range batch {
				items = append(items, fmt.Sprintf(`{"id":%q,"targetStatus":"DELETED"}`, id))
			}
			fmt.Fprintf(&lines, "%s\t{\"executions\":[%s]}\n", group, strings.Join(items, ","))
		}
	}
	return os.WriteFile(path, []byte(lines.String()), 0o600)
}
