package daemon

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"go.uber.org/zap"
)

// notifier reports the state of the daemon to systemd. Without systemd it does
// nothing.
type notifier struct {
	log      *zap.Logger
	watchdog time.Duration // 0: no watchdog
}

func newNotifier(getenv func(string) string, log *zap.Logger) *notifier {
	n := &notifier{log: log}
	if usec, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64); err == nil && usec > 0 && usec <= math.MaxInt64/1000 {
		n.watchdog = time.Duration(usec) * time.Microsecond
	}
	return n
}

func (n *notifier) send(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		n.log.Warn("tell systemd", zap.String("state", state), zap.Error(err))
	}
}

func (n *notifier) ready()    { n.send(daemon.SdNotifyReady) }
func (n *notifier) stopping() { n.send(daemon.SdNotifyStopping) }

// reloading reports the beginning of a reload, with the time of the clock that
// systemd uses (sd_notify(3)).
func (n *notifier) reloading() {
	now, err := monotonic()
	if err != nil {
		n.log.Warn("read the clock", zap.Error(err))
	}
	n.send(fmt.Sprintf("%s\nMONOTONIC_USEC=%d", daemon.SdNotifyReloading, now/1000))
}

// watch notifies systemd's watchdog, twice as often as required, as long as no
// sweep is stuck.
func (n *notifier) watch(ctx context.Context, stuck func() bool) {
	if n.watchdog == 0 {
		return
	}
	ticker := time.NewTicker(n.watchdog / 2)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if !stuck() {
				n.send(daemon.SdNotifyWatchdog)
			}
		case <-ctx.Done():
			return
		}
	}
}
