package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxFile is the largest config file, in bytes.
const maxFile = 4 << 20

// Load reads a config file. The error is Problems, or says why the file cannot be
// read and what to do.
func Load(path string) (*Config, []Warning, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no config file %s: name one with --config, or write one with aicore-reaper init", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the config file: %w", err)
	}
	return Parse(path, text)
}

// Parse reads a config. Errors and warnings show name as the file. If anything is
// wrong, there is no config and the error is Problems, with all that is wrong.
func Parse(name string, text []byte) (*Config, []Warning, error) {
	r := &reader{file: name, lines: strings.Split(string(text), "\n")}
	top, ok := r.document(text)
	if !ok {
		return nil, nil, r.problems
	}
	d := defaults(name)
	root.read(r, top, &d)
	if len(r.problems) > 0 {
		return nil, r.warnings, r.sorted()
	}
	d.Hash, d.text = hashOf(top), string(text)
	return &d.Config, r.warnings, nil
}

// document parses the file, which must hold one YAML document.
func (r *reader) document(text []byte) (*yaml.Node, bool) {
	start := &yaml.Node{Line: 1, Column: 1}
	if len(text) > maxFile {
		r.problem(start, "the file is larger than %d MiB, which no config is", maxFile>>20)
		return nil, false
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF), err == nil && len(document.Content) == 0:
		r.problem(start, "the file is empty: it needs policies")
		return nil, false
	case err != nil:
		r.syntax(text, err)
		return nil, false
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		if err != nil {
			r.syntax(text, err)
		} else {
			r.problem(&second, "a second document begins here: a config is one document")
		}
		return nil, false
	}
	return document.Content[0], true
}

// hashOf returns the hash of everything that affects decisions. It binds a plan
// to the config that made it. Comments, styles and settings that only affect
// reports do not change it.
func hashOf(top *yaml.Node) string {
	h := sha256.New()
	for i := 0; i+1 < len(top.Content); i += 2 {
		switch top.Content[i].Value {
		case "policies", "protect", "optOut", "limits", "resourceGroups", "timezone":
			writeNode(h, top.Content[i])
			writeNode(h, top.Content[i+1])
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// writeNode writes the content of a node, without its style.
func writeNode(w io.Writer, n *yaml.Node) {
	fmt.Fprintf(w, "%d %s %q [", n.Kind, n.ShortTag(), n.Value)
	for _, c := range n.Content {
		writeNode(w, c)
	}
	fmt.Fprint(w, "]")
}
