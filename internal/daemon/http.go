package daemon

import (
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// handler serves what there is to see. Nothing but POST /-/reload, where it is
// enabled, changes anything.
func (d *Daemon) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(d.Metrics.Registry(), promhttp.HandlerOpts{EnableOpenMetrics: true}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", d.readyz)
	mux.HandleFunc("GET /{$}", d.status)
	mux.HandleFunc("POST /-/reload", func(w http.ResponseWriter, _ *http.Request) {
		if !d.Reloadable {
			http.Error(w, "reloading by HTTP is not enabled: start with --enable-reload, or send SIGHUP", http.StatusForbidden)
			return
		}
		if err := d.Reload(); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		}
	})
	return mux
}

// readyz tells whether the daemon can do its work: the credentials were good for
// a token the last time, and no sweep is stuck.
func (d *Daemon) readyz(w http.ResponseWriter, r *http.Request) {
	if d.stuck() {
		http.Error(w, "a sweep is stuck", http.StatusServiceUnavailable)
		return
	}
	d.mu.Lock()
	last := d.history.last()
	d.mu.Unlock()
	if last == nil {
		if err := d.CheckToken(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
	} else if last.Error() != "" && len(last.Groups) == 0 {
		http.Error(w, "the last sweep could not begin: "+last.Error(), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}
