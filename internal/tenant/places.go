package tenant

import (
	"context"
	"net/url"
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/parallel"
)

// Place is a place to which a sweep writes, or a target of its messages.
type Place struct {
	Key   string // the key in the config
	Where string // the path, or the URL without its password
	Told  bool   // a target of messages: it was reached, and nothing was sent
	Err   error  // why it is not writable or not reachable; nil if it is
}

// TryPlaces tries to write to every place that the config names, without changing
// its content: metrics are written back as they were read. It creates files and
// directories that do not exist, as a sweep would.
func (t *Tenant) TryPlaces(ctx context.Context) (places []Place) {
	try := func(key, where string, write func() error) {
		if where != "" {
			places = append(places, Place{Key: key, Where: where, Err: write()})
		}
	}
	c := t.config
	try("audit.file", c.AuditFile, func() error {
		log, err := audit.Open(c.AuditFile)
		if err != nil {
			return err
		}
		return log.Close()
	})
	try("archive.url", c.Archive, func() error {
		_, err := archive.Open(c.Archive, t.client, t.process.Now)
		return err
	})
	nothing := prometheus.NewRegistry()
	try("metrics.textfile", c.Metrics.Textfile, func() error {
		return carry.Textfile{Path: c.Metrics.Textfile}.Announce(ctx, nothing)
	})
	g := c.Metrics.Pushgateway
	try("metrics.pushgateway", shown(g.URL), func() error {
		return carry.Pushgateway{URL: g.URL, Job: g.Job, Grouping: g.Grouping, Timeout: pushTimeout}.Announce(ctx, nothing)
	})
	return append(places, t.tryTargets(ctx)...)
}

// tryTargets tries to reach all targets of messages at once.
func (t *Tenant) tryTargets(ctx context.Context) (places []Place) {
	tried := make([]Place, len(t.config.Notify))
	var all parallel.Group
	for i := range t.config.Notify {
		all.Go(func() error {
			kind, err := notify.Sender{}.Try(ctx, &t.config.Notify[i])
			tried[i] = Place{Key: targetName(i), Where: kind, Told: true, Err: err}
			return nil
		})
	}
	_ = all.Wait() // each error stays with its place
	return slices.DeleteFunc(tried, func(p Place) bool { return p.Where == "" && p.Err == nil })
}

// shown returns a URL without its password.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that cannot be read"
	}
	return u.Redacted()
}
