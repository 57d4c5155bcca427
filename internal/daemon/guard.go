package daemon

import (
	"fmt"
	"runtime/debug"

	"go.uber.org/zap"
)

// guard logs a panic of f and returns it as an error. A panic ends the current
// job, not the daemon.
func (d *Daemon) guard(what string, f func()) (fault error) {
	defer func() {
		if p := recover(); p != nil {
			fault = fmt.Errorf("panic: %v: a fault of the program", p)
			d.Log.Error("a sweep panicked, or work around it: this is a fault of the program, please report it; the next sweep runs as planned",
				zap.String("while", what), zap.Any("fault", p), zap.ByteString("stack", debug.Stack()))
		}
	}()
	f()
	return nil
}
