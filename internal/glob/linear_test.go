package glob_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	gobwas "github.com/gobwas/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

// Braces with stars in them, one after the other, took a second and more on a name
// of a hundred characters; with a few more this test would not end.
func TestManyBracesTakeNoTime(t *testing.T) {
	t.Parallel()
	p := compile(t, strings.Repeat("{*a,*b}", 12)+"c")
	if p.Match(strings.Repeat("ab", 500)) || !p.Match(strings.Repeat("ab", 500)+"c") {
		t.Error("it means something else")
	}
}

// Where a glob has another way to be matched, it means the same.
func TestTheLinearWayMeansTheSame(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{"*", "?", "a", "b", "-", ".", ",", "}", `\{`, `\*`, `\\`, "{a,b*}", "{*,bb}", "{a,{b,c}*}", "ü"})
	rapid.Check(t, func(t *rapid.T) {
		text := "{a*,b}{b,*c}" + strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "")
		want, err := gobwas.Compile(text)
		got, ours := glob.Compile(text)
		if (err == nil) != (ours == nil) {
			t.Fatalf("%s: %v, %v", text, err, ours)
		}
		name := rapid.StringMatching(`[abc.,}*\\{ü\-]{0,10}`).Draw(t, "name")
		if err == nil && got.Match(name) != want.Match(name) {
			t.Fatalf("%s matches %q: %v", text, name, !want.Match(name))
		}
	})
}
