// Package render writes the output for people and programs: tables, reports,
// explanations, comparisons of two plans, JSON and CSV.
//
// Names in a tenant come from others. They must not act as commands in a terminal
// or a spreadsheet: see [Clean] and [CSV].
package render
