package config

import (
	"encoding/json"
)

// schemaOf returns the JSON Schema of a mapping with these keys.
func schemaOf[T any](keys []key[T]) map[string]any {
	properties := make(map[string]any, len(keys))
	required := []string{}
	for _, k := range keys {
		property := map[string]any{"description": k.description}
		for name, v := range k.value.schema {
			property[name] = v
		}
		properties[k.name] = property
		if k.required {
			required = append(required, k.name)
		}
	}
	schema := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

// Schema returns the JSON Schema (2020-12) of the config file, for editors. It
// does not cover checks that only the loader can make, such as two policies with
// one name.
func Schema() []byte {
	schema := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "https://github.com/aicore-reaper/aicore-reaper/configs/aicore-reaper.schema.json",
		"title":   "aicore-reaper config",
		"$defs":   map[string]any{"match": matchValue().schema},
	}
	for name, v := range root.schema {
		schema[name] = v
	}
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic(err) // cannot happen: the maps hold only plain values
	}
	return append(text, '\n')
}
