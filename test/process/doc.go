// Package process runs the program and simulated tenants as separate processes,
// and returns what the kernel counted for each: wall time, CPU time and peak
// memory. The benchmark programs share it.
package process
