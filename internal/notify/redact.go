package notify

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// redactor takes an address, and each part of it that may be a secret by itself, out
// of what a server or the network says.
func redactor(u *url.URL) *secret.Redactor {
	hidden := []secret.Text{secret.New(u.String())}
	add := func(s string) {
		if len(s) >= 6 { // a shorter part is a word such as "hook", and no secret
			hidden = append(hidden, secret.New(s))
		}
	}
	add(u.RequestURI())
	for part := range strings.SplitSeq(u.Path, "/") {
		add(part)
	}
	for _, values := range u.Query() {
		for _, v := range values {
			add(v)
		}
	}
	name := u.User.Username()
	if password, ok := u.User.Password(); ok {
		hidden = append(hidden, secret.New(password))
		add(base64.StdEncoding.EncodeToString([]byte(name + ":" + password)))
		add(base64.StdEncoding.EncodeToString([]byte("\x00" + name + "\x00" + password)))
	}
	add(name)
	add(u.Host)
	add(u.Hostname())
	return secret.NewRedactor(hidden...)
}
