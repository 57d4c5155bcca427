// Command generate writes the Grafana dashboard to standard output:
//
//	go run ./deploy/grafana/generate > deploy/grafana/aicore-reaper.json
//
// There is one file for each row of the dashboard, overview.go to process.go, in
// which a panel is a title, a sentence and its PromQL; the other files turn them
// into Grafana's JSON. A test holds the file that is shipped against what this
// program writes.
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
