// Package report holds what one sweep saw, decided, did and verified. The
// terminal, the metrics, the audit log, the status page and the messages all read
// a [Report]. Nothing is counted anywhere else.
//
// There can be a million rows, so they are kept in compact tables, one for each
// resource group. A [Table] holds the decisions and is not changed once it is
// built. [Results] hold the outcomes, by the same index. Readers see a [Row].
package report
