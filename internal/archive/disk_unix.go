//go:build unix

package archive

import (
	"errors"
	"os"
	"syscall"
)

// syncFolder waits until the files that are in a directory are there also after a
// loss of power. Some file systems of networks cannot say so, and need not.
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

// local returns the path that stands in a URL as the system writes it.
func local(path string) string { return path }
