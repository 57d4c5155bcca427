// Command generate writes values.schema.json of the chart: the schema of its
// values, in which the config is checked by the program's own schema. Run it by
// go generate ./deploy/helm/... after a change of either.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

//go:generate go run . ../aicore-reaper/values.schema.json

// values is the schema of all values except the config.
//
//go:embed values.schema.json
var values []byte

func main() {
	schema, err := schema()
	if err == nil {
		err = os.WriteFile(os.Args[1], schema, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// schema returns the whole schema. The program's $defs move to the top level,
// because its references point there.
func schema() ([]byte, error) {
	var chart, program map[string]any
	if err := json.Unmarshal(values, &chart); err != nil {
		return nil, fmt.Errorf("deploy/helm/generate/values.schema.json: %w", err)
	}
	if err := json.Unmarshal(config.Schema(), &program); err != nil {
		return nil, fmt.Errorf("the program's schema: %w", err)
	}
	defs := chart["$defs"].(map[string]any)
	for name, def := range program["$defs"].(map[string]any) {
		if _, taken := defs[name]; taken {
			return nil, fmt.Errorf("the chart and the program both define %q: rename the chart's", name)
		}
		defs[name] = def
	}
	for _, name := range []string{"$schema", "$id", "$defs"} {
		delete(program, name)
	}
	chart["properties"].(map[string]any)["config"] = program
	text, err := json.MarshalIndent(chart, "", "  ")
	return append(text, '\n'), err
}
