// Command aicore-reaper is the scheduled garbage collector for SAP AI Core
// executions. Run it without arguments for its commands.
package main

import "github.com/aicore-reaper/aicore-reaper/internal/cli"

func main() { cli.Main() }
