package glob_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

func TestPatternsMatchTheWholeName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "anything", true},
		{"*", "", true},
		{"prod-*", "prod-", true},
		{"prod-*", "my-prod-1", false},
		{"*golden*", "the-golden-run", true},
		{"a*", "a.b/c:d", true},
		{"text-clf", "text-clf", true},
		{"text-clf", "text-clf-2", false},
		{"te?t", "test", true},
		{"te?t", "tet", false},
		{"te?t", "teüt", true},
		{"v[0-9]", "v7", true},
		{"v[0-9]", "va", false},
		{"v[!0-9]", "va", true},
		{"v[!0-9]", "v7", false},
		{"v[^0-9]", "va", true},
		{"v[^0-9]", "v7", false},
		{`v[\^0]`, "v^", true},
		{`v[\]a]`, "v]", true},
		{"v[ab-]", "v-", true},
		{"a}b]", "a}b]", true},
		{"{a,{b,c}d}", "cd", true},
		{"a{,b}", "a", true},
		{"*.*.*", "a.b", false},
		{"a*a", "a", false},
		{"*ab*b", "ab", false},
		{"*", "a\nb", true},
		{"{dev,test}-*", "test-1", true},
		{"{dev,test}-*", "prod-1", false},
		{"{a*,b}c", "axc", true},
		{`a\*b`, "a*b", true},
		{`a\*b`, "axb", false},
		{"Prod", "prod", false},
	} {
		p, err := glob.Compile(test.pattern)
		if err != nil {
			t.Errorf("%s: %v", test.pattern, err)
			continue
		}
		if got := p.Match(test.name); got != test.want {
			t.Errorf("%s matches %q: %v", test.pattern, test.name, got)
		}
		if p.String() != test.pattern {
			t.Errorf("%s is given back as %s", test.pattern, p)
		}
	}
}

func TestBadPatternsAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pattern, want string }{
		{"", `bad glob "": it matches nothing; write "*" for every name`},
		{"a[b", `bad glob "a[b": `},
		{"{a,b", `bad glob "{a,b": `},
		{`a\`, `bad glob "a\\": trailing backslash at character 3`},
		{"{a,b", "bad glob \"{a,b\": unclosed `{` at character 5"},
		{"ü[b-a]", `bad glob "ü[b-a]": the range ends with 'a', which is before 'b' at character 6`},
		{"[]", `bad glob "[]": nothing stands in the class [] at character 3`},
		{"[a-z0-9]", `bad glob "[a-z0-9]": a class holds one range, such as [a-z], or a list`},
		{"a\xff", `bad glob "a\xff": invalid UTF-8 sequence at character 2`},
		{strings.Repeat("{", 2000), `bad glob "{{{`},
	} {
		_, err := glob.Compile(test.pattern)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %s…", test.pattern, err, test.want)
			continue
		}
		if test.pattern != "" && !strings.Contains(err.Error(), " at character ") {
			t.Errorf("%q: error %v names no place", test.pattern, err)
		}
	}
}

func TestAListMatchesWhereAnyPatternDoes(t *testing.T) {
	t.Parallel()
	list := glob.List{compile(t, "dev-*"), compile(t, "test")}
	for name, want := range map[string]bool{"dev-1": true, "test": true, "test-1": false, "": false} {
		if list.Match(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	if (glob.List{}).Match("x") || (glob.List)(nil).Match("") {
		t.Error("the empty list matches")
	}
}

func TestLiteral(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]bool{"team-a": true, "team.a_1": true, "a}": true, `a\-b`: false, "team-*": false, "team-?": false, "team-[ab]": false, "{a,b}": false} {
		if glob.Literal(compile(t, pattern)) != want {
			t.Errorf("%s: %v", pattern, !want)
		}
	}
}

// The test builds each pattern together with a regular expression of the same
// meaning.
func TestPatternsMeanWhatTheirRegularExpressionsDo(t *testing.T) {
	t.Parallel()
	parts := [][2]string{{"*", ".*"}, {"?", "."}, {"a", "a"}, {"b", "b"}, {"-", "-"}, {".", `\.`}, {"[ab]", "[ab]"}, {"[!a]", "[^a]"}, {"[a-c]", "[a-c]"}, {"{a,bb}", "(?:a|bb)"}, {"{*b,c}", "(?:.*b|c)"}}
	rapid.Check(t, func(t *rapid.T) {
		var pattern, expression string
		for _, part := range rapid.SliceOfN(rapid.SampledFrom(parts), 1, 8).Draw(t, "parts") {
			pattern, expression = pattern+part[0], expression+part[1]
		}
		name := rapid.StringMatching(`[abc.\-]{0,12}`).Draw(t, "name")
		p, err := glob.Compile(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if want := regexp.MustCompile("^(?:" + expression + ")$").MatchString(name); p.Match(name) != want {
			t.Errorf("%s matches %q: %v, by %s it should not be so", pattern, name, !want, expression)
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{"*", "prod-*", "te?t", "[a-z]", "[!a]", "{a,b}", `\*`, "{a,{b,c}}*", "[]", "{", "a**b"} {
		f.Add(pattern, "prod-1")
	}
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if len(pattern) > 200 || len(name) > 200 {
			t.Skip()
		}
		p, err := glob.Compile(pattern)
		if err != nil {
			return
		}
		matched := p.Match(name)
		if glob.Literal(p) && matched != (name == pattern) {
			t.Errorf("%q has no wildcard and matches %q: %v", pattern, name, matched)
		}
		if again, err := glob.Compile(p.String()); err != nil || again.Match(name) != matched {
			t.Errorf("%q compiled again: %v", pattern, err)
		}
	})
}

func compile(t *testing.T, pattern string) glob.Pattern {
	t.Helper()
	p, err := glob.Compile(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
