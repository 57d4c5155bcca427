package config

import (
	"strings"
	"testing"
)

func TestAConfigIsShownWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	c, _, err := Parse("c.yaml", []byte(`# the password is hunter2
mode: enforce # hunter2
metrics:
  pushgateway: {url: "https://me:hunter2@gateway.example:9091/x"}
`+onePolicy))
	if err != nil {
		t.Fatal(err)
	}
	shown := c.Redacted()
	if strings.Contains(shown, "hunter2") || strings.Contains(shown, "//me") {
		t.Errorf("shown:\n%s", shown)
	}
	for _, want := range []string{"mode: enforce", "https://hidden@gateway.example:9091/x", "olderThan: 1d"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s is missing in\n%s", want, shown)
		}
	}
	if _, _, err := Parse("c.yaml", []byte(shown)); err != nil {
		t.Errorf("what is shown is not a config any more: %v", err)
	}
}

func TestAddressesOfMessagesAreSecret(t *testing.T) {
	t.Parallel()
	c := &Config{text: "notify:\n  - {url: 'slack://token@channel', events: [acted]}\n  - url: https://hooks.example/hunter2\nother: 'https://a:b%zz@c'\n"}
	if shown := c.Redacted(); strings.Contains(shown, "hunter2") || strings.Contains(shown, "token") || strings.Contains(shown, "a:b") || !strings.Contains(shown, "acted") {
		t.Errorf("shown:\n%s", shown)
	}
}
