package config

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Exactly the keys with globs in the table of fields are described here.
func TestKeysOfGlobsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	described := 0
	for _, f := range workload.Fields {
		if f.Key == "" || f.Kind != workload.Text {
			continue
		}
		if namedAs[f.Key] == "" {
			t.Errorf("%s is not described", f.Key)
		}
		described++
	}
	if described != len(namedAs) {
		t.Errorf("%d keys described, %d in the table", len(namedAs), described)
	}
}
