// Package archive keeps a copy of an execution before it is deleted: its record
// with the details of its state, its configuration, what it logged as tracking
// metrics, and its logs, in one compressed JSON file.
//
// The files stand under the resource group, the scenario and the day of creation:
// team-a/text-clf/2026-06-01/e123.json.gz.
package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:///directory

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Copy is what is kept of one execution. What the API does not have any more is
// null.
type Copy struct {
	ArchivedAt      time.Time         `json:"archivedAt"`
	ResourceGroup   string            `json:"resourceGroup"`
	Execution       json.RawMessage   `json:"execution"`
	Configuration   json.RawMessage   `json:"configuration"`
	TrackingMetrics json.RawMessage   `json:"trackingMetrics"`
	Logs            []json.RawMessage `json:"logs"`
	// LogsCut tells that there were more lines than a copy holds.
	LogsCut bool `json:"logsCut"`
}

// Archive is a place for copies. It is safe for concurrent use.
type Archive struct {
	bucket *blob.Bucket
	api    *aiapi.Client
	now    func() time.Time
}

// Open opens the place at a URL of the form file:///directory, which it makes
// where it is not there. The error says what to do.
func Open(ctx context.Context, place string, api *aiapi.Client, now func() time.Time) (*Archive, error) {
	u, err := url.Parse(place)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return nil, fmt.Errorf("archive.url %s is no file:///directory", place)
	}
	u.RawQuery = "create_dir=true&metadata=skip&no_tmp_dir=true"
	bucket, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("open archive.url %s: %w: give this user the right to write there", place, err)
	}
	return &Archive{bucket: bucket, api: api, now: now}, nil
}

// Close closes the place.
func (a *Archive) Close() error { return a.bucket.Close() }

// Save keeps a copy of an execution. It is done where there is a copy already, or
// where the execution is gone; any other error means that it must not be deleted.
func (a *Archive) Save(ctx context.Context, group string, e *workload.Execution) error {
	key := keyOf(group, e)
	if there, err := a.bucket.Exists(ctx, key); there || err != nil {
		return wrapped(err, "look for the copy", key)
	}
	c, err := a.gather(ctx, group, e)
	if err != nil || c == nil {
		return err
	}
	return wrapped(a.write(ctx, key, c), "write the copy", key)
}

func wrapped(err error, what, key string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("archive: %s %s: %w", what, key, err)
}

// gather asks the API for all there is, nil where the execution is gone.
func (a *Archive) gather(ctx context.Context, group string, e *workload.Execution) (*Copy, error) {
	c := &Copy{ArchivedAt: a.now().UTC(), ResourceGroup: group}
	var err error
	if c.Execution, err = there(a.api.Execution(ctx, group, e.ID)); err != nil || c.Execution == nil {
		return nil, err
	}
	if e.ConfigurationID != "" {
		if c.Configuration, err = there(a.api.Configuration(ctx, group, e.ConfigurationID)); err != nil {
			return nil, err
		}
	}
	if c.TrackingMetrics, err = there(a.api.TrackingMetrics(ctx, group, e.ID)); err != nil {
		return nil, err
	}
	if c.Logs, c.LogsCut, err = a.logs(ctx, group, e); err != nil {
		return nil, err
	}
	return c, nil
}

// there takes an answer that there is no such thing, or no such call, for nothing.
func there(raw json.RawMessage, err error) (json.RawMessage, error) {
	if e, ok := errors.AsType[*aiapi.Error](err); ok && (e.Status == http.StatusNotFound || e.Status == http.StatusNotImplemented) {
		return nil, nil
	}
	return raw, err
}

// write writes a copy: the file is there whole or not at all.
func (a *Archive) write(ctx context.Context, key string, c *Copy) error {
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	file, err := a.bucket.NewWriter(within, key, &blob.WriterOptions{ContentType: "application/gzip"})
	if err != nil {
		return err
	}
	if err := pack(file, c); err != nil {
		cancel() // before Close, which would keep what was written so far
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

// ErrNoCopy is wrapped by the error of Find where there is no copy.
var ErrNoCopy = errors.New("there is no copy")

// Find reads the copy of an execution back, wherever it stands.
func (a *Archive) Find(ctx context.Context, id string) (*Copy, string, error) {
	files := a.bucket.List(nil)
	for {
		file, err := files.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil, "", fmt.Errorf("%w of execution %s", ErrNoCopy, id)
		}
		if err != nil {
			return nil, "", fmt.Errorf("archive: %w", err)
		}
		if strings.HasSuffix(file.Key, "/"+segment(id)+suffix) {
			c, err := a.read(ctx, file.Key)
			return c, file.Key, wrapped(err, "read the copy", file.Key)
		}
	}
}

func (a *Archive) read(ctx context.Context, key string) (*Copy, error) {
	file, err := a.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return unpack(file)
}

const suffix = ".json.gz"

// keyOf is where a copy stands. Names come from the API, so nothing in them may
// lead out of the archive.
func keyOf(group string, e *workload.Execution) string {
	day := "unknown"
	if e.CreatedAt.Readable() {
		day = e.CreatedAt.Time().Format(time.DateOnly)
	}
	return segment(group) + "/" + segment(e.ScenarioID) + "/" + day + "/" + segment(e.ID) + suffix
}

func segment(name string) string {
	if strings.Trim(name, ".") == "" {
		return "_" + strings.ReplaceAll(name, ".", "%2E")
	}
	return url.PathEscape(name)
}
