//go:build unix

package daemon

import "golang.org/x/sys/unix"

// monotonic returns the time of the clock that systemd uses (CLOCK_MONOTONIC), in
// nanoseconds.
func monotonic() (int64, error) {
	var now unix.Timespec
	err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now)
	return now.Nano(), err
}
