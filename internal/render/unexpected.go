package render

// Unexpected prints an execution of a policy test whose decision was not the
// expected one, and the rule that decided.
func (p *Printer) Unexpected(expected, got string, x *Explanation) {
	p.Printf("  %s\n    expected %s\n    got      %s\n", p.paint(x.ID, bold), p.paint(expected, green), p.paint(got, red))
	p.because(x, "    ")
}
