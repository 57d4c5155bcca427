package daemon

import (
	"fmt"
	"net/http"
	"time"

	"go.uber.org/zap"
)

// tryAgain is the time between two checks while the daemon is not ready.
const tryAgain = time.Minute

// notYet is the reason for not being ready just after the start.
const notYet = "the credentials have not been tried yet"

// takeCheck handles the result of a check of the credentials.
func (l *loop) takeCheck(r result) {
	if r.err != nil {
		l.recheck = l.wall().Add(tryAgain)
		l.notReady(r.err.Error())
		return
	}
	l.recheck = time.Time{}
	l.ready()
}

// notReady sets why the daemon cannot work. It logs that once, and again only
// after the daemon was ready.
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

// readyz answers whether the daemon can work, and if not, why. It uses the last
// state of the loop and sends no requests.
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

// stuckAfter is the shortest time after which a sweep can count as stuck.
const stuckAfter = time.Hour

// stuck reports whether the job has been running for too long.
func (d *Daemon) stuck() bool {
	v := d.seen()
	return v.Job != "" && d.wall().Sub(v.Began) > max(stuckAfter, 4*v.Config.StopTimeout)
}
