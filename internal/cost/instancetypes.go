package cost

import "maps"

// With returns the model with what was learned of instance types. What the user
// says of a name counts more. It returns m where nothing was learned.
func (m *Model) With(types map[string]Plan) *Model {
	if m == nil || len(types) == 0 {
		return m
	}
	all := *m
	all.Plans = maps.Clone(types)
	maps.Copy(all.Plans, m.Plans)
	return &all
}

// Named returns the resource plan or instance type that the executions of a key run
// on, "" where no rule names one. parameters are those of the key's configuration.
func (m *Model) Named(k Key, parameters map[string]string) string {
	if m == nil || k.Rule < 0 {
		return ""
	}
	switch rule := &m.Rules[k.Rule]; {
	case rule.ResourcePlanParameter != "":
		return parameters[rule.ResourcePlanParameter]
	case rule.InstanceType != "":
		return rule.InstanceType
	default:
		return rule.ResourcePlan
	}
}
