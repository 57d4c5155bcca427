package glob_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

var benchmarks = []struct{ name, pattern, text string }{
	{"literal", "text-clf-train", "text-clf-train"},
	{"literal that differs", "text-clf-train", "text-clf-eval"},
	{"prefix", "text-clf*", "text-clf-train-2026"},
	{"prefix that differs", "text-clf*", "image-clf-train-2026"},
	{"suffix", "*-train", "text-clf-train"},
	{"suffix that differs", "*-train", "text-clf-evaluation"},
	{"contains", "*golden*", "the-golden-configuration"},
	{"contains not", "*golden*", "the-silver-configuration"},
	{"all", "*", "the-silver-configuration"},
	{"both ends", "text*train", "text-clf-train"},
	{"question mark", "te?t-*", "text-clf-train"},
	{"class", "run-[0-9]*", "run-7-train"},
	{"alternatives", "{dev,test}-*", "test-churn-1"},
}

func BenchmarkMatch(b *testing.B) {
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			p, err := glob.Compile(bench.pattern)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				p.Match(bench.text)
			}
		})
	}
}

// The time for such a glob once grew exponentially with the number of braces.
func BenchmarkManyAlternatives(b *testing.B) {
	for _, n := range []int{1, 7, 50} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p, err := glob.Compile(strings.Repeat("{*a,*b}", n) + "[0-9]")
			if err != nil {
				b.Fatal(err)
			}
			name := strings.Repeat("ab", 60)
			for b.Loop() {
				p.Match(name)
			}
		})
	}
}
