package policy

import (
	"slices"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Dimension is a field by which keep groups executions. The resource group is
// always included. Executions without a value form their own group.
type Dimension uint8

// PerResourceGroup adds no field: keep counts over the whole resource group. The
// other dimensions are the fields that have a word for per.
const PerResourceGroup Dimension = 0

// perFields are the fields of the dimensions from 1.
var perFields = fieldsWhere(func(f *workload.Field) bool { return f.Per != "" })

// perScenario is the default dimension.
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

// String returns the config's word for d.
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
