package tenant

import (
	"context"
	"net/url"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics/carry"
)

// Place is where a config has a sweep write to.
type Place struct {
	Key   string // in the config
	Where string // fit to be shown
	Err   error  // why it cannot be written to; nil where it can
}

// TryPlaces tries to write to every place that the config names, without changing
// what is there: numbers are put back as they were read. A file or a directory that
// is not there is made, as a sweep would make it.
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

// shown is a URL without its password.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that cannot be read"
	}
	return u.Redacted()
}
