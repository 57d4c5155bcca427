package daemon

import (
	"errors"

	"go.uber.org/zap"
)

// Reload reads the config anew. A bad one is said, in the log and in a metric, and
// leaves the old one in force; a good one is in force from the next sweep on. The
// address to listen at is taken at the start only.
func (d *Daemon) Reload() error {
	d.notify.reloading()
	defer d.notify.ready()
	c, err := d.Load()
	if reopened := d.Reopen(); reopened != nil {
		d.Log.Error("reopen files", zap.Error(reopened))
		err = errors.Join(err, reopened)
	}
	d.Metrics.ObserveReload(d.Now(), err)
	d.mu.Lock()
	d.reload = err
	if err == nil {
		d.config = c
	}
	d.mu.Unlock()
	if err != nil {
		d.Log.Error("the config was not taken, the old one stays in force", zap.Error(err))
		return err
	}
	d.Log.Info("the config was read anew", zap.Int("policies", len(c.Set.Policies)))
	select {
	case d.reloaded <- struct{}{}:
	default: // the loop has been told, and has not looked yet
	}
	return nil
}
