package main

// row is a titled row of panels.
type row struct {
	title  string
	panels []panel
}

// rows are all there is on the dashboard, from what a head of platform looks at
// to what the person on call needs.
func rows() []row {
	return []row{overview(), tenants(), cost(), bills(), freed(), executions(), backlog(), sweeps(), api(), process()}
}
