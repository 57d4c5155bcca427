// Package workload holds the types of the domain: an execution, its states, its
// times, its fields, and the resource group that it is in. It knows no other
// package of this program.
package workload
