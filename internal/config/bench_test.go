package config

import (
	"fmt"
	"strings"
	"testing"
)

func manyPolicies(n int) []byte {
	var b strings.Builder
	b.WriteString("schedule: \"15 * * * *\"\npolicies:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - name: policy-%d\n    schedule: \"%d 3 * * *\"\n    match: {scenarios: [\"scenario-%d*\"], olderThan: %dd}\n    action: delete\n", i, i%60, i, i%30+1)
	}
	return []byte(b.String())
}

func BenchmarkParse2000Policies(b *testing.B) {
	text := manyPolicies(2000)
	for b.Loop() {
		if _, _, err := Parse("c.yaml", text); err != nil {
			b.Fatal(err)
		}
	}
}
