package archive

import (
	"crypto/rand"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const folderMode = 0o750 // only for the owner and the group

// folders holds the folders to which copies were written recently, by path in the
// archive. The zero value is empty.
type folders struct {
	mu    sync.Mutex
	known map[string]*folder
}

// maxFolders limits how many folders are remembered. A daemon writes to new ones
// every day.
const maxFolders = 4096

// get returns a folder. Its directory may not exist yet.
func (f *folders) get(root, place string) *folder {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil || len(f.known) >= maxFolders {
		f.known = make(map[string]*folder)
	}
	if f.known[place] == nil {
		f.known[place] = &folder{path: filepath.Join(root, filepath.FromSlash(place))}
	}
	return f.known[place]
}

// forget drops a folder, so that its directory is created again when it is next
// needed.
func (f *folders) forget(place string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, place)
}

// folder returns the folder at a path in the archive. It creates and syncs the
// directory and its parents.
func (a *Archive) folder(place string) (*folder, error) {
	f := a.folders.get(a.root, place)
	f.making.Lock()
	defer f.making.Unlock()
	if f.made {
		return f, nil
	}
	if err := os.MkdirAll(f.path, folderMode); err != nil {
		return nil, err
	}
	for ; place != "."; place = path.Dir(place) {
		if err := syncFolder(filepath.Dir(filepath.Join(a.root, filepath.FromSlash(place)))); err != nil {
			return nil, err
		}
	}
	f.removeUnfinished(a.now())
	f.made = true
	return f, nil
}

// folder is a directory of copies.
type folder struct {
	path string

	making sync.Mutex
	made   bool
}

// abandoned is the age from which an unfinished file is no longer being written.
const abandoned = 24 * time.Hour

// removeUnfinished removes files of processes that were killed while writing.
func (f *folder) removeUnfinished(now time.Time) {
	files, err := os.ReadDir(f.path)
	if err != nil {
		return // the next process will tidy up
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), unfinished) {
			continue
		}
		if info, err := file.Info(); err == nil && now.Sub(info.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(f.path, file.Name()))
		}
	}
}

// create creates a new file whose name begins with start.
func create(start string) (*os.File, error) {
	return os.OpenFile(start+"."+rand.Text()+unfinished, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
}
