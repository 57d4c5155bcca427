package archive

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

const fileMode = 0o640 // readable by the owner and the group alone

// kept reports whether the copy of an execution is there already, whole and on
// the disk. Anything else at its place is to be replaced.
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
	// The process that wrote it may have ended before it was on the disk.
	if err := syncFile(file); err != nil {
		return false, err
	}
	folder, err := a.folder(path.Dir(key))
	if err != nil {
		return false, err
	}
	return true, syncFolder(folder.path)
}

// write writes a copy. It is at its place whole or not at all, and there also
// after a loss of power.
func (a *Archive) write(key string, c *Copy) error {
	err := a.writeOnce(key, c)
	if errors.Is(err, fs.ErrNotExist) {
		a.folders.forget(path.Dir(key)) // somebody has removed the folder
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
