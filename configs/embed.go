// Package configs holds the config files that are shipped: examples to copy, and
// the demo's.
package configs

import _ "embed"

// Demo is the config that --demo uses, made for the world of the simulator.
//
//go:embed demo.yaml
var Demo []byte

// Starter is the config that init writes, commented.
//
//go:embed aicore-reaper.yaml
var Starter []byte
