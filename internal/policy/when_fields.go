package policy

import (
	"encoding/json"
	"errors"

	"cel.dev/cel-go/common/types"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// The names of the record types in error messages.
const (
	executionType     = "Execution"
	resourceGroupType = "ResourceGroup"
)

// field is a field of a record R that an expression can read.
type field[R any] struct {
	name string
	kind *types.Type
	get  func(*R) any // nil if the API left the field out
	has  func(*R) bool
}

// executionFields are the fields of an execution by the API's names.
var executionFields = func() []field[workload.Execution] {
	var fields []field[workload.Execution]
	for i := range workload.Fields {
		fields = append(fields, expressed(&workload.Fields[i]))
	}
	return fields
}()

// expressed returns a field of workload.Fields as expressions read it.
func expressed(f *workload.Field) field[workload.Execution] {
	hasText := func(e *workload.Execution) bool { return f.Text(e) != "" }
	switch f.Kind {
	case workload.Time:
		hasTime := func(e *workload.Execution) bool { return f.Time(e).Readable() }
		return field[workload.Execution]{f.Name, types.TimestampType, func(e *workload.Execution) any { return moment(f.Time(e)) }, hasTime}
	case workload.List:
		return field[workload.Execution]{f.Name, types.NewListType(types.DynType), func(e *workload.Execution) any { return list(f.Text(e)) }, hasText}
	}
	return field[workload.Execution]{f.Name, types.StringType, func(e *workload.Execution) any { return text(f.Text(e)) }, hasText}
}

var resourceGroupFields = []field[workload.ResourceGroup]{
	{"id", types.StringType, func(g *workload.ResourceGroup) any { return text(g.ID) }, func(g *workload.ResourceGroup) bool { return g.ID != "" }},
	{"labels", types.NewMapType(types.StringType, types.StringType), labels, func(g *workload.ResourceGroup) bool { return g.Labels != nil }},
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func moment(t workload.Timestamp) any {
	if !t.Readable() {
		return nil
	}
	return t.Time()
}

// list reads a JSON list. For any other text, reading the field is an error.
func list(raw string) any {
	if raw == "" {
		return nil
	}
	var values []any
	if err := json.Unmarshal([]byte(raw), &values); err != nil {
		return errors.New("not a JSON list")
	}
	return values
}

// labels returns the labels of a group, which are missing if unknown. A group
// without labels has an empty map, which is not missing.
func labels(g *workload.ResourceGroup) any {
	if g.Labels == nil {
		return nil
	}
	return g.Labels
}

// fieldNames returns the fields of a variable, nil if it is not a record.
func fieldNames(variable string) []string {
	switch variable {
	case "execution":
		return namesOf(executionFields)
	case "resourceGroup":
		return namesOf(resourceGroupFields)
	}
	return nil
}

func namesOf[R any](fields []field[R]) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}
