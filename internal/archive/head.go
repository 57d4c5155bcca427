package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// head holds the first fields of a copy. They identify the execution.
type head struct {
	archivedAt time.Time
	group      string
	execution  workload.Execution
}

// readHead reads only the first fields of a copy.
func readHead(unpacked io.Reader) (head, error) {
	var h head
	var execution json.RawMessage
	d := json.NewDecoder(unpacked)
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return h, errors.Join(errors.New("the file holds no copy"), err)
	}
	for (h.group == "" || len(execution) == 0) && d.More() {
		key, err := d.Token()
		if err != nil {
			return h, fmt.Errorf("the file holds no copy: %w", err)
		}
		var into any = new(json.RawMessage)
		switch key {
		case "archivedAt":
			into = &h.archivedAt
		case "resourceGroup":
			into = &h.group
		case "execution":
			into = &execution
		}
		if err := d.Decode(into); err != nil {
			return h, fmt.Errorf("the file holds no copy: %w", err)
		}
	}
	e, err := aiapi.DecodeExecution(execution)
	if err != nil || h.group == "" {
		return h, errors.Join(errors.New("the file holds no copy of an execution"), err)
	}
	h.execution = e
	return h, nil
}

// verify reads a file to its end, to check the checksum there, without keeping it
// in memory.
func verify(r io.Reader) (head, error) {
	unpacked, err := open(r)
	if err != nil {
		return head{}, err
	}
	h, err := readHead(unpacked)
	if err != nil {
		return h, err
	}
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return h, fmt.Errorf("the file is damaged: %w", err)
	}
	return h, nil
}
