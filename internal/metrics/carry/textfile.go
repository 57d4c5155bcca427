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
	// Shard is the number of one of several processes that share a tenant, "" for
	// none. Each writes a file of its own beside Path, in which every series has the
	// label shard: two files with one series would be refused as a whole.
	Shard string
	Keep  Keep // which gauges of earlier processes still hold; nil: none
}

// Write adds what this process counted to what the file holds, and swaps the
// whole in at once. Processes that write one file wait for each other, for ten
// seconds at most, so that no count is lost.
//
// A file that cannot be read is kept aside, as FILE.unreadable, and an error; the
// new one is written all the same.
func (f Textfile) Write(ctx context.Context, own prometheus.Gatherer) error {
	return f.carry(ctx, own, func(earlier, own families) families { return merge(earlier, own, f.Keep) })
}

// Announce writes what the file holds as it is, with zeros for what this process
// can count and the file does not hold yet: no increase is lost then.
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
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe would keep it waiting
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

// writeTextfile replaces the file at once. The caller holds its lock, so nobody
// else writes the file that it is written to first.
func writeTextfile(path string, all families) error {
	next := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	_ = os.Remove(next) // of a process that was killed
	file, err := os.OpenFile(next, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	// The umask must not keep node_exporter from reading it.
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
