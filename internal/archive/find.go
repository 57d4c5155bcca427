package archive

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Reader reads the copies of an archive.
type Reader struct{ root string }

// NewReader returns a Reader of the archive at a URL of the form
// file:///directory. It creates nothing there.
func NewReader(place string) (*Reader, error) {
	root, err := rootOf(place)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return nil, errors.Join(fmt.Errorf("archive.url %s is not a directory with copies", place), err)
	}
	return &Reader{root}, nil
}

// Entry describes a copy in a list.
type Entry struct {
	Key           string // path of its file in the archive
	Size          int64  // of the file, in bytes
	ArchivedAt    time.Time
	ResourceGroup string
	Execution     workload.Execution
	// Damaged is the error if the file cannot be read; then only Key and Size are
	// set.
	Damaged error
}

// Filter selects copies. An empty field selects all.
type Filter struct {
	ResourceGroup, ID string
	Since, Until      time.Time // when the copy was made: Since or later; before Until
}

// List returns the selected copies, sorted by resource group, scenario and day of
// creation. Damaged files have no known times, so Since and Until do not exclude
// them. An error is that of a directory.
func (r *Reader) List(f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for key, err := range r.files(f) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			e := r.entry(key)
			if e.Damaged == nil && (!f.Since.IsZero() && e.ArchivedAt.Before(f.Since) || !f.Until.IsZero() && !e.ArchivedAt.Before(f.Until)) {
				continue
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (r *Reader) entry(key string) Entry {
	e := Entry{Key: key}
	file, size, err := openFile(r.path(key))
	if err != nil {
		e.Damaged = err
		return e
	}
	defer file.Close()
	e.Size = size
	unpacked, err := open(file)
	if err != nil {
		e.Damaged = err
		return e
	}
	h, err := readHead(unpacked)
	e.ArchivedAt, e.ResourceGroup, e.Execution, e.Damaged = h.archivedAt, h.group, h.execution, err
	return e
}

// ErrNoCopy is wrapped by the error of Find if there is no copy.
var ErrNoCopy = errors.New("there is no copy")

// Found is a copy and its key.
type Found struct {
	Key string // path of its file in the archive
	*Copy
}

// Find reads the copies of an execution. There is more than one only if its
// scenario has changed, or if two resource groups had executions with the same
// id.
func (r *Reader) Find(id string) ([]Found, error) {
	var found []Found
	for key, err := range r.files(Filter{ID: id}) {
		if err != nil {
			return nil, err
		}
		c, err := r.read(key)
		if err != nil {
			return nil, fmt.Errorf("archive: read the copy %s: %w", key, err)
		}
		found = append(found, Found{key, c})
	}
	if found == nil {
		return nil, fmt.Errorf("%w of execution %s", ErrNoCopy, id)
	}
	return found, nil
}

func (r *Reader) read(key string) (*Copy, error) {
	file, _, err := openFile(r.path(key))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return unpack(file)
}

// openFile opens a regular file and returns its size in bytes. Anything else,
// such as a pipe, is an error, because reading it could block.
func openFile(path string) (*os.File, int64, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("this is not a file")
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

func (r *Reader) path(key string) string { return filepath.Join(r.root, filepath.FromSlash(key)) }
