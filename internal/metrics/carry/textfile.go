package carry

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// Textfile is a file for node_exporter's textfile collector.
type Textfile struct {
	Path string
	// Shard is the number of this process if several share a tenant, else "".
	// Each shard writes its own file beside Path, in which every series has the
	// label shard. Without the label two files would have the same series, and
	// the collector would reject them.
	Shard string
	Keep  Keep // which gauges of earlier processes are still true; nil: none
}

// Write adds the counters of this process to those of the file and replaces the
// file atomically. Processes that write the same file wait for each other, at
// most ten seconds, so that no count is lost.
//
// A file that cannot be read is renamed to FILE.unreadable. Write then still
// writes the new file and returns an error.
func (f Textfile) Write(ctx context.Context, own prometheus.Gatherer) error {
	return f.carry(ctx, own, func(earlier, own families) families { return merge(earlier, own, f.Keep) })
}

// Announce adds, at zero, the counters of this process that the file does not
// have yet, so that no increase is lost. All other series stay unchanged.
func (f Textfile) Announce(ctx context.Context, own prometheus.Gatherer) error {
	return f.carry(ctx, own, announce)
}

func (f Textfile) carry(ctx context.Context, own prometheus.Gatherer, onto func(earlier, own families) families) error {
	measured, err := gather(own)
	if err != nil {
		return err
	}
	path := f.file()
	unlock, err := lock(ctx, path+".lock")
	if err != nil {
		return fmt.Errorf("metrics.textfile: the numbers of this sweep are not written: %w", err)
	}
	defer unlock()
	earlier, unreadable := readTextfile(path)
	if unreadable != nil && !errors.Is(unreadable, errSetAside) {
		return unreadable
	}
	unmark(earlier, f.Shard)
	all := onto(earlier, measured)
	mark(all, f.Shard)
	return errors.Join(unreadable, writeTextfile(path, all))
}

var errSetAside = errors.New("its series begin anew")

func readTextfile(path string) (families, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // opening a pipe would block
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("metrics.textfile: %w", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("metrics.textfile: %s is not a file", path), err)
	}
	all, err := parse(&bounded{file, maxOurs})
	if err == nil {
		err = validate(all)
	}
	if err != nil {
		return nil, setAside(path, err)
	}
	return all, nil
}

func setAside(path string, why error) error {
	aside := path + ".unreadable"
	if err := os.Rename(path, aside); err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	return fmt.Errorf("metrics.textfile: %s cannot be read and was moved to %s: %w: %w", path, aside, errSetAside, why)
}

// writeTextfile replaces the file atomically. The caller holds the lock, so
// nobody else uses the temporary file.
func writeTextfile(path string, all families) error {
	next := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	_ = os.Remove(next) // left by a process that was killed
	file, err := os.OpenFile(next, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	// node_exporter must be able to read it, whatever the umask.
	err = errors.Join(write(file, all), file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(next, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("metrics.textfile: %w", err), os.Remove(next))
	}
	return nil
}

func write(w io.Writer, all families) error {
	out := bufio.NewWriterSize(w, 64<<10)
	for _, f := range sorted(all) {
		if _, err := expfmt.MetricFamilyToText(out, f); err != nil {
			return err
		}
	}
	return out.Flush()
}
