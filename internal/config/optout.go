package config

import (
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// sparedFor is the default of optOut.maxFor.
const sparedFor = 90 * 24 * time.Hour

var optOut = mappingOf([]key[policy.OptOut]{
	{"tag", `The tracking tag that spares a run; its value is a date, until which the run is kept, or any other text. "" (default): none.`, optOutTag, false},
	{"maxFor", "The longest that a run is spared, from createdAt, whatever its tag says; default 90d.",
		duration(time.Millisecond, func(o *policy.OptOut, d time.Duration) { o.MaxFor = d }), false},
}, func(r *reader, _ *yaml.Node, at map[string]*yaml.Node, _ *policy.OptOut) {
	if n := at["maxFor"]; n != nil && at["tag"] == nil {
		r.problem(n, "maxFor bounds how long a tag spares a run, and there is no tag: add tag, or leave optOut out")
	}
})

var optOutTag = value[policy.OptOut]{
	map[string]any{"type": "string", "maxLength": maxName},
	func(r *reader, n *yaml.Node, into *policy.OptOut) {
		if n.Kind != yaml.ScalarNode || n.Value != "" || n.ShortTag() != "!!str" {
			trackingName(func(o *policy.OptOut, s string) { o.Tag = s }).read(r, n, into)
		}
	},
}
