package main

// row is a titled row of panels.
type row struct {
	title  string
	panels []panel
}

// rows returns all rows of the dashboard: first what a head of platform reads,
// last what the person on call needs.
func rows() []row {
	return []row{overview(), tenants(), cost(), bills(), freed(), executions(), backlog(), sweeps(), api(), process()}
}
