package daemon

import (
	"errors"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// read reads the config anew, and has the tenant that is being swept open its
// files anew. Reloads come one after the other, so that the newest file wins.
//
// The timetable is the new one's at once: what comes due until the new config is
// in force is run right after.
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

// prepare opens the tenant of the config that is in the file now, to be in force
// once no job is at work.
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
		l.pending.Close() // nothing was done with it
	}
	l.pending, l.table = next, table
	return nil
}

// warnOfListen says what of a new config a restart would be needed for.
func (l *loop) warnOfListen(c *config.Config) {
	old := l.inForce.Config().Metrics
	if c.Metrics.Listen != old.Listen || c.Metrics.WebConfigFile != old.WebConfigFile {
		l.Log.Warn("metrics.listen and metrics.webConfigFile are taken at the start only: restart the daemon for the new ones")
	}
}
