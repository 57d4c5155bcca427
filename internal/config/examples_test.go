package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "write what the tests expect anew")

const schemaFile = "../../configs/aicore-reaper.schema.json"

func TestSchemaIsShippedAsItIs(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shipped, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shipped, Schema()) {
		t.Errorf("%s is not what the loader takes: go test ./internal/config -update", schemaFile)
	}
}

func TestExamplesAreValidBySchemaAndLoader(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../configs/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("examples: %v, %v", files, err)
	}
	for _, file := range files {
		if _, warnings, err := Load(file); err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v %v", file, err, warnings)
		}
		if err := bySchema(t, file); err != nil {
			t.Errorf("%s by the schema: %v", file, err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema=aicore-reaper.schema.json\n") {
			t.Errorf("%s does not name the schema to editors", file)
		}
	}
}

// Each broken file begins with the messages of the loader, each on a line after
// "# want ". It also has "# schema cannot tell" if only the loader finds the
// error.
func TestBrokenFilesAreRefusedBySchemaAndLoader(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("broken files: %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		loaderOnly := false
		for line := range strings.Lines(string(text)) {
			if message, ok := strings.CutPrefix(strings.TrimSpace(line), "# want "); ok {
				want = append(want, "c.yaml:"+message)
			}
			loaderOnly = loaderOnly || strings.HasPrefix(line, "# schema cannot tell")
		}
		c, _, err := Parse("c.yaml", text)
		if c != nil || err == nil || err.Error() != strings.Join(want, "\n") {
			t.Errorf("%s:\n got %v\nwant %s", file, err, strings.Join(want, "\n"))
		}
		if err := bySchema(t, file); (err != nil) == loaderOnly {
			t.Errorf("%s: the schema says %v", file, err)
		}
	}
}

func bySchema(t *testing.T, file string) error {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := yaml.Unmarshal(text, &document); err != nil {
		return err
	}
	plain, err := json.Marshal(document)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(value)
}
