package main

// dataLink leads from a value to where one can do something about it.
type dataLink struct {
	Title       string `json:"title"`
	URL         string `json:"url"`
	TargetBlank bool   `json:"targetBlank"`
}

// filterOf are the filters of the status page's plan, by the label that they are of.
var filterOf = map[string]string{"policy": "policy", "resource_group": "group", "scenario": "scenario"}

// page leads from the names in a table's column to the plan on the status page.
func (p panel) page(label string) panel {
	filter, ok := filterOf[label]
	if !ok {
		return p
	}
	return p.with(label, property{"links", []dataLink{{"The plan for ${__value.text}", "${page}/plan?" + filter + "=${__value.text:percentencode}", true}}})
}

// tenant leads from the name of a job to the dashboard of it alone.
func (p panel) tenant() panel {
	return p.with("job", property{"links", []dataLink{{"Only ${__value.text}", "/d/" + uid + "?var-job=${__value.text:percentencode}", false}}})
}

// runbook leads from a panel's values to what to do about them.
func (p panel) runbook(section string) panel {
	p.FieldConfig.Defaults.Links = []dataLink{{"What to do", manual + "operations.md#" + section, true}}
	return p
}
