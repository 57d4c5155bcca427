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

// notifier tells systemd how the daemon is; without systemd it tells nobody.
type notifier struct {
	log      *zap.Logger
	watchdog time.Duration // 0: nobody watches
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

// reloading needs the time by the clock that systemd goes by (sd_notify(3)).
func (n *notifier) reloading() {
	now, err := monotonic()
	if err != nil {
		n.log.Warn("read the clock", zap.Error(err))
	}
	n.send(fmt.Sprintf("%s\nMONOTONIC_USEC=%d", daemon.SdNotifyReloading, now/1000))
}

// watch tells systemd's watchdog that all is well, twice as often as it asks, for
// as long as no sweep is stuck.
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
