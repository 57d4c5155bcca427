package daemon

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/exporter-toolkit/web"
	"golang.org/x/net/netutil"

	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
)

// Limits for one reader. Idle and slow connections are closed, so that others are
// served and sweeps have enough file descriptors.
const (
	mostConnections = 128
	headerTimeout   = 3 * time.Second
	readTimeout     = 10 * time.Second
	writeTimeout    = time.Minute
	idleTimeout     = 15 * time.Second
)

func (d *Daemon) server() *http.Server {
	return &http.Server{
		Handler: d.handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
	}
}

// serve serves HTTP, with TLS and passwords if there is a web config file.
func (d *Daemon) serve(server *http.Server) error {
	systemd, addresses := false, []string{d.Address()}
	flags := &web.FlagConfig{WebListenAddresses: &addresses, WebSystemdSocket: &systemd, WebConfigFile: &d.web}
	err := web.Serve(netutil.LimitListener(d.listener, mostConnections), server, flags, slog.New(slog.DiscardHandler))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// handler returns the handler for all pages. Only POST /-/reload, if it is
// enabled, changes anything.
func (d *Daemon) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(d.Metrics.Registry(), promhttp.HandlerOpts{EnableOpenMetrics: true, MaxRequestsInFlight: 8}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", d.readyz)
	mux.HandleFunc("POST /-/reload", d.reloadByHTTP)
	page.New(page.Options{
		Version: d.Version, Log: d.Log, Now: d.wall, State: d.seen, Progress: d.progress.Load, Explain: d.explanation,
	}).Register(mux)
	return mux
}

func (d *Daemon) reloadByHTTP(w http.ResponseWriter, _ *http.Request) {
	if !d.Reloadable {
		http.Error(w, "reloading by HTTP is not enabled: start with --enable-reload, or send SIGHUP", http.StatusForbidden)
		return
	}
	if err := d.Reload(); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	}
}
