package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"strings"
)

// files returns the keys of copies, sorted. It does not read directories that the
// filter excludes. For a single execution it looks up its name in each directory,
// instead of reading all names.
func (r *Reader) files(f Filter) iter.Seq2[string, error] {
	group := ""
	if f.ResourceGroup != "" {
		group = segment(f.ResourceGroup)
	}
	return func(yield func(string, error) bool) {
		for day, err := range r.below("", group, "", "") {
			if err != nil {
				yield("", err)
				return
			}
			if !r.copies(day, f.ID, yield) {
				return
			}
		}
	}
}

// below returns directories under place, one level for each name. An empty name
// stands for every directory of its level.
func (r *Reader) below(place string, names ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if len(names) == 0 {
			yield(place, nil)
			return
		}
		entries, err := r.entries(place, names[0])
		if err != nil {
			yield("", err)
			return
		}
		for _, e := range entries {
			if !r.isDirectory(place, e) {
				continue
			}
			for day, err := range r.below(place+e.Name()+"/", names[1:]...) {
				if !yield(day, err) {
					return
				}
			}
		}
	}
}

// copies yields the copies in a directory, or only the one with the given id.
func (r *Reader) copies(place, id string, yield func(string, error) bool) bool {
	name := ""
	if id != "" {
		name = segment(id) + suffix
	}
	entries, err := r.entries(place, name)
	if err != nil {
		return yield("", err)
	}
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), suffix) && !yield(place+e.Name(), nil) {
			return false
		}
	}
	return true
}

// entries reads a directory, or looks up one name in it.
func (r *Reader) entries(place, name string) ([]fs.DirEntry, error) {
	if name == "" {
		entries, err := os.ReadDir(r.path(place))
		if err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		return entries, nil
	}
	info, err := os.Lstat(r.path(place + name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

// isDirectory reports whether an entry is a directory or a link to one.
func (r *Reader) isDirectory(place string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(r.path(place + e.Name()))
	return err == nil && info.IsDir()
}
