package archive

import (
	"net/url"
	"strings"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

const (
	suffix     = ".json.gz"
	unfinished = ".tmp" // of files that are being written; no copy ends so
)

// keyOf returns the path of a copy in the archive. It escapes names, because they
// come from the API and must not lead out of the archive.
func keyOf(group string, e *workload.Execution) string {
	day := "unknown"
	if e.CreatedAt.Readable() {
		day = e.CreatedAt.Time().Format(time.DateOnly)
	}
	return segment(group) + "/" + segment(e.ScenarioID) + "/" + day + "/" + segment(e.ID) + suffix
}

func segment(name string) string {
	if strings.Trim(name, ".") == "" {
		return "_" + strings.ReplaceAll(name, ".", "%2E")
	}
	return url.PathEscape(name)
}
