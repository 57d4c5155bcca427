// Package render writes what a person or a program reads of a sweep: tables, the
// report, an explanation, a comparison of two plans, JSON and CSV.
//
// Names in a tenant are made by others. Nothing of them reaches a terminal or a
// spreadsheet as a command: see [Clean] and [CSV].
package render
