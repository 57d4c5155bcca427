//go:build unix

package archive

import (
	"errors"
	"os"
	"syscall"
)

// syncFolder waits until the entries of a directory are on the disk, so that its
// files survive a power loss. Some network file systems do not support that; this
// is not an error.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

// syncFile waits until a file that was opened for reading is on the disk.
func syncFile(file *os.File) error { return file.Sync() }

// local returns the path of a URL in the form of the system.
func local(path string) string { return path }
