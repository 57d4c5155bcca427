package workload

import (
	"regexp"
	"strings"
	"testing"
)

func TestValidID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"e-01", "aa97b177-9383-4934-8543-0f91b7a0283a", "a.b_", "...a", strings.Repeat("x", 64)} {
		if !ValidID(id) {
			t.Errorf("%q is refused", id)
		}
	}
	for _, id := range []string{
		"", "abc", ".", "..", "...", "....", "......", "$count", "../../admin/resourceGroups/g00", "..%2F..", "a/bc", `a\bc`,
		"abc?", "abc#", "abc ", " abc", "abc\n", "abcé", "abc\xff", "abc\uFFFD", "abcd\x00", "ａｂｃｄ", strings.Repeat("x", 65),
	} {
		if ValidID(id) {
			t.Errorf("%q is let through", id)
		}
	}
}

func TestValidGroupID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"default", "g", "team-a", "team a", "größe", "74d3b4a8-5b3d-4f7e-9a8e-0c9f2a5d1e11"} {
		if !ValidGroupID(id) {
			t.Errorf("%q is refused", id)
		}
	}
	for _, id := range []string{"", " ", "prod ", " prod", "prod\t", "\tprod", "prod\n", "pr\nod", "pr\x00od", "prod\u00a0", "\u2003prod", "pr\x7fod", "prod\xff", "pr\uFFFDod"} {
		if ValidGroupID(id) {
			t.Errorf("%q is let through", id)
		}
	}
}

var allowedID = regexp.MustCompile(`^[0-9A-Za-z_.-]{4,64}$`)

// ValidID agrees with the pattern of the API's description, except for ids made
// only of dots.
func FuzzValidID(f *testing.F) {
	for _, id := range []string{"e-01", "....", "", "a/b/", "éééé", "abc\n"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if got, want := ValidID(id), allowedID.MatchString(id) && strings.Trim(id, ".") != ""; got != want {
			t.Errorf("%q: %t, want %t", id, got, want)
		}
	})
}
