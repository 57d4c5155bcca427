package daemon

import (
	"context"
	"net/http"
	"sync"
	"time"

	"go.uber.org/zap"
)

// end waits for the running job and for answers in flight, at most
// shutdownTimeout, and logs how that ended.
func (d *Daemon) end(server *http.Server, work *sync.WaitGroup) {
	d.Log.Info("ending: what is in flight is answered, and nothing more is sent")
	began := time.Now()
	timeout := d.seen().Config.ShutdownTimeout
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	worked := make(chan struct{})
	go func() { defer close(worked); work.Wait() }()
	select {
	case <-worked:
	case <-ctx.Done():
		d.Log.Error("the sweep did not end within shutdownTimeout; the next one goes on with what it left", zap.Duration("shutdownTimeout", timeout))
	}
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // connections that are still open
	}
	d.Log.Info("ended", zap.String("version", d.Version), zap.Duration("took", time.Since(began)))
}
