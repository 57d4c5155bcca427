package archive

import (
	"os"
	"strings"
)

// syncFolder does nothing: Windows cannot sync directories and writes their
// entries with the files.
func syncFolder(string) error { return nil }

// syncFile does nothing: a file that was opened for reading cannot be synced.
func syncFile(*os.File) error { return nil }

// local returns the path of a URL in the form of the system: C:/copies for
// /C:/copies.
func local(path string) string { return strings.TrimPrefix(path, "/") }
