package daemon

import (
	"fmt"
	"net/http"
	"time"

	"go.uber.org/zap"
)

// tryAgain is how long the daemon waits before it tries again what keeps it from
// being ready.
const tryAgain = time.Minute

// notYet is why a daemon that has just started is not ready.
const notYet = "the credentials have not been tried yet"

// takeCheck takes whether the credentials were good for a token.
func (l *loop) takeCheck(r result) {
	if r.err != nil {
		l.recheck = l.wall().Add(tryAgain)
		l.notReady(r.err.Error())
		return
	}
	l.recheck = time.Time{}
	l.ready()
}

// notReady takes why the daemon cannot do its work. It is logged once, until the
// daemon has been ready again.
func (l *loop) notReady(why string) {
	if l.unready == "" || l.unready == notYet {
		l.Log.Error("not ready", zap.String("error", why))
	}
	l.unready = why
}

func (l *loop) ready() {
	if l.unready != "" && l.unready != notYet {
		l.Log.Info("ready again")
	}
	l.unready = ""
}

// readyz says whether the daemon can do its work, and if not, why. It goes by what
// the loop found out last: a call of it sends nothing.
func (d *Daemon) readyz(w http.ResponseWriter, _ *http.Request) {
	v := d.seen()
	switch {
	case d.stuck():
		http.Error(w, "a sweep is stuck: it has been running since "+v.Began.UTC().Format(time.RFC3339), http.StatusServiceUnavailable)
	case v.NotReady != "":
		http.Error(w, v.NotReady, http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready")
	}
}

// stuckAfter is how long a sweep may take, at least, before it counts as stuck.
const stuckAfter = time.Hour

// stuck reports whether the job at work has been running for too long.
func (d *Daemon) stuck() bool {
	v := d.seen()
	return v.Job != "" && d.wall().Sub(v.Began) > max(stuckAfter, 4*v.Config.StopTimeout)
}
