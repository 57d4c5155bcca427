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

// NewReader reads the place at a URL of the form file:///directory. It makes
// nothing there.
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

// Entry is a copy in a list.
type Entry struct {
	Key           string // its file, below the archive
	Size          int64  // of the file, in bytes
	ArchivedAt    time.Time
	ResourceGroup string
	Execution     workload.Execution
	// Damaged says why the file cannot be read, nil where it can: then nothing is
	// known of it but its key and size.
	Damaged error
}

// Filter says which copies are listed. Empty fields let all through.
type Filter struct {
	ResourceGroup, ID string
	Since, Until      time.Time // the copy was made then or later; before then
}

// List returns the copies that a filter lets through, by resource group,
// scenario and day of creation. What stands in damaged files is not known; they
// are listed with every time. The error is that of a directory.
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

// ErrNoCopy is wrapped by the error of Find where there is no copy.
var ErrNoCopy = errors.New("there is no copy")

// Found is a copy and where it stands.
type Found struct {
	Key string // its file, below the archive
	*Copy
}

// Find reads the copies of an execution: one, unless its scenario has changed or
// another resource group had one of the same id.
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

// openFile opens a file and returns its size in bytes. What is not a file, and
// could keep a reader waiting, is an error.
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
