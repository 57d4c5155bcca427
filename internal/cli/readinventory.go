package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/reaper"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxInventoryLine limits a line, in bytes. It is enough for the largest
// execution of a listing with every byte escaped.
const maxInventoryLine = 128 << 20

// readInventory reads a file of the inventory command. The error names the file
// and the line.
func readInventory(path string) ([]reaper.Recording, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	recorded, err := parseInventory(file)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return recorded, nil
}

// parseInventory reads a complete inventory. It is an error if a resource group
// or an execution in it occurs twice, or if the number of executions differs from
// the group's line. The error begins with the line number.
func parseInventory(r io.Reader) ([]reaper.Recording, error) {
	in := inventoryParser{groups: make(map[string]*parsedGroup), recorded: []reaper.Recording{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxInventoryLine)
	n := 1
	for ; lines.Scan(); n++ {
		if err := in.add(lines.Bytes()); err != nil {
			return nil, fmt.Errorf("%d: %w", n, err)
		}
	}
	err := lines.Err()
	if err == nil {
		err = in.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%d: %w", n, err)
	}
	return in.recorded, nil
}

// inventoryParser is the state of parseInventory.
type inventoryParser struct {
	groups   map[string]*parsedGroup
	recorded []reaper.Recording
}

// parsedGroup is a resource group during reading.
type parsedGroup struct {
	at     int  // index in recorded
	listed *int // the number in its line; nil: none
	seen   map[string]bool
}

func (in *inventoryParser) add(text []byte) error {
	var line inventoryLine
	if err := json.Unmarshal(text, &line); err != nil || line.ResourceGroup == "" {
		return errors.New("this is not a line of an inventory: make one with aicore-reaper inventory")
	}
	if line.Execution == nil {
		return in.addGroup(line)
	}
	return in.addExecution(line)
}

func (in *inventoryParser) addGroup(line inventoryLine) error {
	if in.groups[line.ResourceGroup] != nil {
		return fmt.Errorf("the resource group %q has a line already: an inventory is of one time; plan on one after the other", line.ResourceGroup)
	}
	in.groups[line.ResourceGroup] = &parsedGroup{at: len(in.recorded), listed: line.Listed, seen: make(map[string]bool)}
	group := workload.ResourceGroup{ID: line.ResourceGroup, Labels: line.Labels, Status: "PROVISIONED"}
	r := reaper.Recording{Group: group, ListedAt: line.ListedAt, Parameters: line.Parameters}
	line.Facts.recall(&r)
	in.recorded = append(in.recorded, r)
	return nil
}

func (in *inventoryParser) addExecution(line inventoryLine) error {
	g := in.groups[line.ResourceGroup]
	if g == nil {
		return fmt.Errorf("the resource group %q has no line of its own before its executions", line.ResourceGroup)
	}
	e, err := aiapi.DecodeExecution(line.Execution)
	if err != nil {
		return err
	}
	if g.seen[e.ID] {
		return fmt.Errorf("the execution %q is there twice in the resource group %q", e.ID, line.ResourceGroup)
	}
	g.seen[e.ID] = true
	in.recorded[g.at].Executions = append(in.recorded[g.at].Executions, e)
	return line.Facts.recallOf(e.ID, &in.recorded[g.at])
}

// check returns an error if the end of the file is missing.
func (in *inventoryParser) check() error {
	for _, r := range in.recorded {
		if listed := in.groups[r.Group.ID].listed; listed != nil && *listed != len(r.Executions) {
			return fmt.Errorf("the file is not whole: it ends with %d executions of the resource group %q, whose line says %d: record it again", len(r.Executions), r.Group.ID, *listed)
		}
	}
	return nil
}
