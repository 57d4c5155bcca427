// Package render writes what a person or a program reads of a report: JSON, and
// in time everything else that the command line prints.
package render
