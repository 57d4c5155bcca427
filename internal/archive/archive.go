// Package archive keeps a copy of an execution before it is deleted, in one
// compressed JSON file. The copy holds the execution's record with statusDetails,
// its configuration, its tracking data and its logs.
//
// The path of a file has the resource group, the scenario and the day of
// creation: team-a/text-clf/2026-06-01/e123.json.gz. A file is either complete or
// absent. It is on the disk before the deletion is sent.
package archive

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Archive writes copies to one directory. It is safe for concurrent use, also by
// several processes.
type Archive struct {
	root    string
	api     *aiapi.Client
	now     func() time.Time
	folders folders
}

// Open opens the archive at a URL of the form file:///directory for writing. It
// creates the directory if needed. The error says what to do.
func Open(place string, api *aiapi.Client, now func() time.Time) (*Archive, error) {
	root, err := rootOf(place)
	if err != nil {
		return nil, err
	}
	a := &Archive{root: root, api: api, now: now}
	if err := a.probe(); err != nil {
		return nil, fmt.Errorf("open archive.url %s: %w: give this user the right to write there", place, err)
	}
	return a, nil
}

// rootOf returns the directory that a URL names.
func rootOf(place string) (string, error) {
	u, err := url.Parse(place)
	if err != nil || u.Scheme != "file" || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || !filepath.IsAbs(local(u.Path)) {
		return "", fmt.Errorf("archive.url %s: write file:///directory", place)
	}
	return filepath.Clean(local(u.Path)), nil
}

// probe checks that copies can be written, before anything is deleted.
func (a *Archive) probe() error {
	if err := os.MkdirAll(a.root, folderMode); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(a.root)); err != nil {
		return err
	}
	file, err := os.CreateTemp(a.root, ".probe.*"+unfinished)
	if err != nil {
		return err
	}
	_ = file.Close() // nothing was written
	return os.Remove(file.Name())
}

// Save writes a copy of a listed execution. When it returns nil, the copy is on
// the disk. If the archive already has a complete copy, Save writes nothing.
// After an error the execution must not be deleted.
func (a *Archive) Save(ctx context.Context, group string, e *workload.Execution) error {
	key := keyOf(group, e)
	kept, err := a.kept(key, group, e.ID)
	if err != nil {
		return fmt.Errorf("archive: sync the copy %s that is there: %w", key, err)
	}
	if kept {
		return nil
	}
	c, err := a.gather(ctx, group, e)
	if err != nil {
		return err
	}
	if err := a.write(key, c); err != nil {
		return fmt.Errorf("archive: write the copy %s: %w", key, err)
	}
	return nil
}
