//go:build unix

package carry

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of a file without waiting. It returns errHeld if another
// process has it.
func tryLock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return errHeld
	}
	return err
}
