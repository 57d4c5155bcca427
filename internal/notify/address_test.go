package notify

import (
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://h.example/x?sig=1":                       "webhook https://h.example/x?sig=1",
		"http://127.0.0.1:1/x":                            "webhook http://127.0.0.1:1/x",
		"http://[::1]:1/x":                                "webhook http://[::1]:1/x",
		"slack://hooks.slack.com/services/T/B/X":          "slack https://hooks.slack.com/services/T/B/X",
		"slack://hook:T0-B0-X0@webhook":                   "slack https://hooks.slack.com/services/T0/B0/X0",
		"slack+http://localhost:1/x":                      "slack http://localhost:1/x",
		"teams://h.example:443/workflows/1/t?sig=a%2Fb":   "teams https://h.example:443/workflows/1/t?sig=a%2Fb",
		"smtp://u:p@h.example:587/?from=a@b.c&to=d@e.f":   "mail smtp://u:p@h.example:587/?from=a@b.c&to=d@e.f",
		"  smtps://h.example?from=a@b.c&to=d@e.f,g@h.i\n": "mail smtps://h.example?from=a@b.c&to=d@e.f,g@h.i",
	} {
		if a, err := parse(secret.New(text)); err != nil || a.kind+" "+a.url.String() != want {
			t.Errorf("%q is %+v, %v", text, a, err)
		}
	}
}

// What is wrong is said without the address, but for a service's name.
func TestWrongAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                         "not an address",
		"s3cret":                                   "not an address",
		"https://":                                 "not an address",
		"https://h\x00/s3cret":                     "not an address",
		"s3cret:abc":                               "not an address",
		"discord://s3cret@channel":                 "the service `discord` is not known",
		"slak://s3cret@channel":                    "the service `slak` is not known",
		"http://h.example/s3cret":                  "plain HTTP",
		"slack+http://h.example/s3cret":            "plain HTTP",
		"http://localhost.evil.example/s3cret":     "plain HTTP",
		"smtp://h.example/":                        "needs a sender",
		"smtp://h.example/?from=a@b.c":             "somebody to go to",
		"smtp://h.example/?from=a@b.c&to=s3cret":   "somebody to go to",
		"smtp://h.example/?form=s3cret&to=d@e.f":   "from and to alone",
		"smtp://h.example/?from=%0d%0as&to=d@e.f":  "needs a sender",
		"smtp://h.example/?from=a@b.c&to=d@e.f%zz": "not an address",
	} {
		if err := Check(secret.New(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
