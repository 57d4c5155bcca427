// Package prometheus holds the recording and alert rules, their unit tests for
// promtool, and tests that need no promtool.
package prometheus
