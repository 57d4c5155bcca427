// Package report holds what one sweep saw, decided, did and verified. A [Report]
// is the one value that the terminal, the metrics, the audit log, the status page
// and the messages read; nothing is counted anywhere else.
//
// There can be a million rows, so they are kept as compact tables, one for each
// resource group: a [Table] of decisions, which is not changed once it is built,
// and beside it, by the same index, what became of each. Readers see a [Row].
package report
