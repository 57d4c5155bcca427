package glob_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
)

// reference matches as the documentation says, one character after another. It
// may be slow. It first writes out the alternatives of braces.
func reference(pattern, name string) bool {
	return slices.ContainsFunc(writtenOut([]rune(pattern)), func(p []rune) bool { return matches(p, []rune(name)) })
}

// writtenOut returns one pattern without braces for each choice of alternatives.
func writtenOut(p []rune) [][]rune {
	open := -1
	for i := 0; i < len(p) && open < 0; i++ {
		switch p[i] {
		case '\\':
			i++
		case '[':
			i = closing(p, i)
		case '{':
			open = i
		}
	}
	if open < 0 {
		return [][]rune{p}
	}
	var all [][]rune
	depth, from := 0, open+1
	for i := open; i < len(p); i++ {
		switch {
		case p[i] == '\\':
			i++
			continue
		case p[i] == '[':
			i = closing(p, i)
			continue
		case p[i] == '{':
			depth++
			continue
		case p[i] == '}' && depth > 1:
			depth--
			continue
		case depth > 1 || p[i] != '}' && p[i] != ',':
			continue
		}
		// An alternative ends here. The text after the group follows each
		// alternative.
		for _, alternative := range writtenOut(p[from:i]) {
			all = append(all, slices.Concat(p[:open], alternative))
		}
		if from = i + 1; p[i] == '}' {
			break
		}
	}
	var whole [][]rune
	for _, rest := range writtenOut(p[from:]) {
		for _, head := range all {
			whole = append(whole, slices.Concat(head, rest))
		}
	}
	return whole
}

// closing returns the index at which the class that begins at i ends.
func closing(p []rune, i int) int { return i + slices.Index(p[i:], ']') }

func matches(p, name []rune) bool {
	if len(p) == 0 {
		return len(name) == 0
	}
	if p[0] == '*' {
		return matches(p[1:], name) || len(name) > 0 && matches(p, name[1:])
	}
	if len(name) == 0 {
		return false
	}
	switch p[0] {
	case '?':
		return matches(p[1:], name[1:])
	case '\\':
		return p[1] == name[0] && matches(p[2:], name[1:])
	case '[':
		end := closing(p, 0)
		return inClass(p[1:end], name[0]) && matches(p[end+1:], name[1:])
	}
	return p[0] == name[0] && matches(p[1:], name[1:])
}

func inClass(class []rune, r rune) bool {
	if class[0] == '!' || class[0] == '^' {
		return !inClass(class[1:], r)
	}
	if len(class) == 3 && class[1] == '-' {
		return class[0] <= r && r <= class[2]
	}
	return slices.Contains(class, r)
}

func TestAGlobMeansWhatTheDocumentationSays(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{
		"*", "**", "?", "a", "b", "c", "-", ".", ",", "\n", "ü", `\{`, `\*`, `\\`, `\,`, "[ab]", "[!a]", "[^b]", "[a-c]", "[!a-ü]", "[-a]", "[a^!]", "[{,}]",
		"{a,b*}", "{*,bb}", "{a,{b,c}*}", "{,a}", "{}", "{[a-c],?b}", `{\},c}`,
	})
	rapid.Check(t, func(t *rapid.T) {
		pattern := strings.Join(rapid.SliceOfN(part, 1, 6).Draw(t, "parts"), "")
		name := rapid.StringMatching(`[abc.,}*\\{ü\-\n^!]{0,8}`).Draw(t, "name")
		p, err := glob.Compile(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if want := reference(pattern, name); p.Match(name) != want {
			t.Fatalf("%s matches %q: %v", pattern, name, !want)
		}
	})
}

// Seven groups of alternatives with stars and a class once took 15 seconds on a
// name of forty characters. With twelve groups this test would then not have
// ended.
func TestManyAlternativesTakeNoTime(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"c", "[0-9]", "?", "{c,d}"} {
		p := compile(t, strings.Repeat("{*a,*b}", 12)+end+"!")
		name := strings.Repeat("ab", 500)
		if p.Match(name) || p.Match(name+"!!!") {
			t.Errorf("%s matches what it should not", p)
		}
	}
}
