package tenant

import (
	"context"
	"net/url"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
)

// Place is a place to which a sweep writes, by its config.
type Place struct {
	Key   string // the key in the config
	Where string // the path, or the URL without its password
	Err   error  // why it is not writable; nil if it is
}

// TryPlaces tries to write to every place that the config names, without changing
// its content: metrics are written back as they were read. It creates files and
// directories that do not exist, as a sweep would.
func (t *Tenant) TryPlaces(ctx context.Context) (places []Place) {
	try := func(key, where string, write func() error) {
		if where != "" {
			places = append(places, Place{key, where, write()})
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
	return places
}

// shown returns a URL without its password.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that cannot be read"
	}
	return u.Redacted()
}
