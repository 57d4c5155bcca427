// Command generate writes the Grafana dashboard to standard output:
//
//	go run ./deploy/grafana/generate > deploy/grafana/aicore-reaper.json
//
// Each row of the dashboard has a file, overview.go to process.go, in which a
// panel is a title, a sentence and its PromQL. The other files turn them into
// Grafana's JSON. A test compares the shipped file with the output of this
// program.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	}
}

// write writes the dashboard as indented JSON.
func write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(newDashboard(rows()))
}
