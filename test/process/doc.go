// Package process runs the program, and simulated tenants for it, as processes of
// their own, and says what the kernel counted for each: wall time, CPU time and
// peak memory. The programs that measure share it.
package process
