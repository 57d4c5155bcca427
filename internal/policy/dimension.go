package policy

import (
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Dimension is a field that keep groups executions by, beside their resource
// group, which is always in. A missing value makes a group of its own.
type Dimension uint8

// PerResourceGroup, for keep over a whole resource group, adds nothing to what is
// always in. The other dimensions are the fields with a word for per.
const PerResourceGroup Dimension = 0

// perFields are the fields of the dimensions from 1.
var perFields = fieldsWhere(func(f *workload.Field) bool { return f.Per != "" })

// perScenario is the dimension that a keep without any groups by.
var perScenario, _ = ParseDimension("scenario")

func fieldsWhere(has func(*workload.Field) bool) []*workload.Field {
	var fields []*workload.Field
	for i := range workload.Fields {
		if f := &workload.Fields[i]; has(f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// ParseDimension reads a word of per.
func ParseDimension(word string) (Dimension, bool) {
	i := slices.Index(DimensionNames(), word)
	return Dimension(max(i, 0)), i >= 0
}

// DimensionNames returns the words that ParseDimension reads.
func DimensionNames() []string {
	names := []string{PerResourceGroup.String()}
	for _, f := range perFields {
		names = append(names, f.Per)
	}
	return names
}

// String returns the word that the config has for d.
func (d Dimension) String() string {
	if d == PerResourceGroup {
		return "resourceGroup"
	}
	return perFields[d-1].Per
}

// MarshalText gives the word that String does.
func (d Dimension) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Dimension) of(e *workload.Execution) string {
	if d == PerResourceGroup {
		return ""
	}
	return perFields[d-1].Text(e)
}
