// Package policy decides which executions to stop, delete or keep. It is pure:
// from a [Set] of policies, the executions of one resource group and a time, it
// computes one [Decision] for each execution. It reads no clock, no network and
// no file, and logs nothing. The same input gives the same decisions, in any
// order of the executions.
//
// [Set.Plan] answers three questions for each execution.
//
//  1. Is it out of bounds? Of an unknown status word, in transition, protected,
//     or younger than minAge: then nothing else counts.
//  2. What does each policy, in file order, make of it? A policy sees it as
//     unmatched, without a readable time, not expired, kept, or expired.
//  3. The first policy that sees it as expired has it. Where none does, the
//     first policy whose match holds at any age gives the reason to keep it.
//
// # Not knowing
//
// A condition on a missing field is [Unknown], and so is an expression that
// fails. Logic is three-valued everywhere: not of Unknown is Unknown. A policy
// acts only if its match is [True]. A protect entry protects unless it is False.
// So an execution is always kept in doubt.
//
// # What a policy looks at
//
// A policy applies to the states on which its action can act: stop to PENDING and
// RUNNING, delete to COMPLETED, STOPPED, DEAD and UNKNOWN, stop-then-delete to
// all of these. Executions in other states are unmatched and in no tally. But
// keep counts them too: it counts every listed execution of a known status for
// which the match holds at any age. So "latest: 5" means the five newest of all
// of them.
//
// Each kind of match key has its own file: a type with the methods of
// [Condition].
package policy
