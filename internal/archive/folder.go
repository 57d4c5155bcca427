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

const folderMode = 0o750 // for the owner and the group alone

// folders are those that copies were written to lately, by their place below the
// archive. The zero folders are none.
type folders struct {
	mu    sync.Mutex
	known map[string]*folder
}

// maxFolders bounds them: a daemon meets new ones every day.
const maxFolders = 4096

// get returns a folder, which may not be there yet.
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

// forget has the folder made again when it is wanted next.
func (f *folders) forget(place string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, place)
}

// folder returns the folder at a place below the archive, made and on the disk
// together with those that it stands in.
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

// folder is a directory that copies are written to.
type folder struct {
	path string

	making sync.Mutex
	made   bool
}

// abandoned is the age from which on nobody writes an unfinished file any more.
const abandoned = 24 * time.Hour

// removeUnfinished removes what writers that were killed have left.
func (f *folder) removeUnfinished(now time.Time) {
	files, err := os.ReadDir(f.path)
	if err != nil {
		return // it is tidied up another time
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

// create makes a new file whose name begins with start.
func create(start string) (*os.File, error) {
	return os.OpenFile(start+"."+rand.Text()+unfinished, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
}
