package aiapi

import (
	"errors"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// ErrInvalidID is wrapped by the error of a call with an invalid id of an
// execution (see workload.ValidID) or of a resource group (see
// workload.ValidGroupID). In a path or a header such an id could mean another
// object, so nothing was sent.
var ErrInvalidID = errors.New("the id is not one that the API allows, and was not sent")

func checkID(id string) error {
	if !workload.ValidID(id) {
		return fmt.Errorf("execution %q: %w", id, ErrInvalidID)
	}
	return nil
}

func checkGroup(id string) error {
	if !workload.ValidGroupID(id) {
		return fmt.Errorf("resource group %q: %w", id, ErrInvalidID)
	}
	return nil
}
