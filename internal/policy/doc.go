// Package policy decides what becomes of executions. It is pure: a [Set] of
// policies, the executions of one resource group and a time go in, one
// [Decision] for each execution comes out. It reads no clock, no network and no
// file, and logs nothing; the same input gives the same decisions, in whatever
// order the executions come.
//
// [Set.Plan] goes through three questions for each execution.
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
// A field that is missing makes a condition on it [Unknown], and so does an
// expression that fails. Truth is three-valued all through: not of unknown is
// unknown, a policy acts on what is certainly [True] only, and what a protect
// entry may match is protected. Not knowing always keeps.
//
// # What a policy looks at
//
// A policy applies to the states that its action can act on: stop to PENDING and
// RUNNING, delete to COMPLETED, STOPPED, DEAD and UNKNOWN, stop-then-delete to
// both. What it does not apply to is unmatched for it, and in no tally. Its keep
// counts more: every listed execution that the match holds for at any age, of
// whatever known status, so that five of the newest are five of the newest.
//
// A new kind of match key is one file here: a type with the methods of
// [Condition].
package policy
