//go:build unix

package daemon

import "golang.org/x/sys/unix"

// monotonic returns the time by the clock that systemd goes by, in nanoseconds.
func monotonic() (int64, error) {
	var now unix.Timespec
	err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now)
	return now.Nano(), err
}
