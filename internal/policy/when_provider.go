package policy

import (
	"fmt"

	"cel.dev/cel-go/common/types"
)

// compiled returns the field in the form that CEL's type checker and evaluator
// need.
func (f field[R]) compiled(variable string) *types.FieldType {
	return &types.FieldType{
		Type: f.kind,
		IsSet: func(record any) bool {
			r, ok := record.(*R)
			return ok && f.has(r)
		},
		GetFrom: func(record any) (any, error) {
			r, ok := record.(*R)
			if !ok {
				return nil, fmt.Errorf("%s.%s asked of a %T", variable, f.name, record)
			}
			return f.read(variable, r)
		},
	}
}

func (f field[R]) read(variable string, r *R) (any, error) {
	switch v := f.get(r).(type) {
	case nil:
		return nil, fmt.Errorf("there is no %s.%s; ask has(%s.%s) first", variable, f.name, variable, f.name)
	case error:
		return nil, fmt.Errorf("%s.%s is %w", variable, f.name, v)
	default:
		return v, nil
	}
}

// fieldProvider is CEL's registry of types, with our two records added.
type fieldProvider struct {
	*types.Registry
	fields map[string]map[string]*types.FieldType // by type and field
}

func newFieldProvider() (*fieldProvider, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	return &fieldProvider{registry, map[string]map[string]*types.FieldType{
		executionType:     compiledFields("execution", executionFields),
		resourceGroupType: compiledFields("resourceGroup", resourceGroupFields),
	}}, nil
}

func compiledFields[R any](variable string, fields []field[R]) map[string]*types.FieldType {
	compiled := make(map[string]*types.FieldType, len(fields))
	for _, f := range fields {
		compiled[f.name] = f.compiled(variable)
	}
	return compiled
}

// FindStructType finds the type of a record, else one of CEL's own.
func (p *fieldProvider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.fields[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldType finds a field of a record, else of CEL's own types.
func (p *fieldProvider) FindStructFieldType(structType, name string) (*types.FieldType, bool) {
	if fields, ok := p.fields[structType]; ok {
		f, ok := fields[name]
		return f, ok
	}
	return p.Registry.FindStructFieldType(structType, name)
}
