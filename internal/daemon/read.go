package daemon

import (
	"errors"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// read reloads the config and reopens the files of the current tenant. Reloads
// run one after the other, so that the newest file wins.
//
// The new timetable applies at once. Policies that become due before the new
// config is in force run right after that.
func (l *loop) read() error {
	l.notify.reloading()
	defer l.notify.ready()
	var err error
	if fault := l.guard("reading the config", func() { err = errors.Join(l.inForce.Reopen(), l.prepare()) }); fault != nil {
		err = fault
	}
	l.reload = err
	l.Metrics.ObserveReload(l.wall(), err)
	if err != nil {
		l.Log.Error("the config was not taken, the old one stays in force", zap.Error(err))
		return err
	}
	l.logSchedules("the config was read anew", l.pending.Config())
	return nil
}

// prepare opens the tenant of the present config file. It will be in force once
// no job is running.
func (l *loop) prepare() error {
	next, err := l.Open()
	if err != nil {
		return err
	}
	table, err := newTimetable(next.Config(), l.table, l.wall())
	if err != nil {
		next.Close()
		return err
	}
	l.warnOfListen(next.Config())
	if l.pending != nil {
		l.pending.Close() // it was never used
	}
	l.pending, l.table = next, table
	return nil
}

// warnOfListen logs which changes of a new config need a restart.
func (l *loop) warnOfListen(c *config.Config) {
	old := l.inForce.Config().Metrics
	if c.Metrics.Listen != old.Listen || c.Metrics.WebConfigFile != old.WebConfigFile {
		l.Log.Warn("metrics.listen and metrics.webConfigFile are taken at the start only: restart the daemon for the new ones")
	}
}
