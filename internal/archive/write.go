package archive

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

const fileMode = 0o640 // readable only by the owner and the group

// kept reports whether the archive already has a complete copy of the execution,
// and syncs it. Any other file with this name is to be replaced.
func (a *Archive) kept(key, group, id string) (bool, error) {
	file, _, unreadable := openFile(filepath.Join(a.root, filepath.FromSlash(key)))
	if unreadable != nil {
		return false, nil
	}
	defer file.Close()
	h, damaged := verify(file)
	if damaged != nil || h.group != group || h.execution.ID != id {
		return false, nil
	}
	// The process that wrote it may have ended before the file was synced.
	if err := syncFile(file); err != nil {
		return false, err
	}
	folder, err := a.folder(path.Dir(key))
	if err != nil {
		return false, err
	}
	return true, syncFolder(folder.path)
}

// write writes a copy. Its file is either complete or absent, and survives a
// power loss.
func (a *Archive) write(key string, c *Copy) error {
	err := a.writeOnce(key, c)
	if errors.Is(err, fs.ErrNotExist) {
		a.folders.forget(path.Dir(key)) // the folder has been removed
		err = a.writeOnce(key, c)
	}
	return err
}

func (a *Archive) writeOnce(key string, c *Copy) error {
	folder, err := a.folder(path.Dir(key))
	if err != nil {
		return err
	}
	file, err := create(filepath.Join(folder.path, "."+path.Base(key)))
	if err != nil {
		return err
	}
	err = errors.Join(pack(file, c), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(folder.path, path.Base(key)))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFolder(folder.path)
}
