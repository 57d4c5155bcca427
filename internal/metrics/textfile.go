package metrics

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// WriteTextfile adds what this process counted to what the file holds, and swaps
// the whole in at once, for node_exporter's textfile collector; with nothingYet
// it writes the series as they stood, and zeros for new ones. Processes that
// write one file wait for each other, so that no count is lost. A file that
// cannot be read is kept aside, as FILE.unreadable, and an error.
//
// A shard, "" for none, writes a file of its own beside it, in which each series
// has the label shard: two files with one series would be refused as a whole.
func (m *Metrics) WriteTextfile(path, shard string, nothingYet bool) error {
	path = textfileOf(path, shard)
	own, err := m.gathered()
	if err != nil {
		return fmt.Errorf("gather the metrics: %w", err)
	}
	if nothingYet {
		own = zeroed(own)
	}
	unlock, err := lock(path + ".lock")
	if err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	defer unlock()
	standing, unreadable := readTextfile(path)
	if unreadable != nil && !errors.Is(unreadable, errSetAside) {
		return unreadable
	}
	relabel(standing, shard, false)
	all := merged(standing, own)
	relabel(all, shard, true)
	return errors.Join(unreadable, writeTextfile(path, all))
}

var errSetAside = errors.New("its series begin anew")

func readTextfile(path string) (map[string]*dto.MetricFamily, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("metrics.textfile: %w", err)
	}
	families, err := parse(bytes.NewReader(text))
	if err == nil {
		err = believable(families)
	}
	if err != nil {
		aside := path + ".unreadable"
		if renamed := os.Rename(path, aside); renamed != nil {
			return nil, fmt.Errorf("metrics.textfile: %w", renamed)
		}
		return nil, fmt.Errorf("metrics.textfile: %s cannot be read and was moved to %s: %w: %w", path, aside, errSetAside, err)
	}
	return families, nil
}

func writeTextfile(path string, families map[string]*dto.MetricFamily) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	defer os.Remove(file.Name()) // it is gone already where all went well
	for _, f := range sortedFamilies(families) {
		if _, err := expfmt.MetricFamilyToText(file, f); err != nil {
			return errors.Join(fmt.Errorf("metrics.textfile: %w", err), file.Close())
		}
	}
	if err := errors.Join(file.Chmod(0o644), file.Sync(), file.Close(), os.Rename(file.Name(), path)); err != nil {
		return fmt.Errorf("metrics.textfile: %w", err)
	}
	return nil
}

// lock waits until no other process holds the lock file. The file stays, empty.
func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() { _ = file.Close() }, nil // closing releases it
}
