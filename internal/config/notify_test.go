package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/notify"
)

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	c, warnings, err := Parse("c.yaml", []byte(`
notify:
  - url: slack://hook:T-B-X@webhook
    events: [acted, upcoming]
    template: "{{.Text}}"
  - urlFile: /run/secrets/hook
  - url: ""
`+onePolicy))
	if err != nil || len(warnings) > 0 || len(c.Notify) != 3 {
		t.Fatal(c, warnings, err)
	}
	first, second, none := c.Notify[0], c.Notify[1], c.Notify[2]
	if first.URL.Reveal() != "slack://hook:T-B-X@webhook" || !slices.Equal(first.Events, []notify.Event{notify.Acted, notify.Upcoming}) || first.Template == nil {
		t.Errorf("%+v", first)
	}
	if second.URLFile != "/run/secrets/hook" || !slices.Equal(second.Events, notify.Events()) || second.Template != nil {
		t.Errorf("%+v", second)
	}
	if !none.URL.IsZero() || none.URLFile != "" {
		t.Errorf("%+v", none)
	}
}

// An address is a secret, also where it is wrong.
func TestNoProblemRepeatsAnAddress(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://h.example/sesame", "slak://sesame@channel", "sesame", "[sesame]", "{sesame: 1}", "!!binary sesame", "*sesame", "smtp://sesame@h.example", `"\x00://sesame"`, `"https://h.example/sesame%zz"`} {
		_, _, err := Parse("c.yaml", []byte("notify: [{url: "+url+"}]\n"+onePolicy))
		if err == nil || strings.Contains(strings.ReplaceAll(err.Error(), "unknown anchor 'sesame'", ""), "sesame") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
