// Package prometheus holds the recording and alert rules that are shipped, their
// unit tests for promtool, and what of both can be held to account without it.
package prometheus
