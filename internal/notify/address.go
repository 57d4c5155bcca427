package notify

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// The kinds of targets.
const (
	generic = "webhook"
	slack   = "slack"
	teams   = "teams"
	email   = "mail"
)

// address says how a target is reached.
type address struct {
	kind string
	url  *url.URL
}

var errAddress = errors.New("this is not an address to notify: write https://… (JSON is posted), slack://hooks.slack.com/services/…, teams://HOST/PATH of a Teams workflow, or smtp://user:password@host:587/?from=A&to=B")

// Check reports what is wrong with the address of a target. The error does not
// repeat it, but for the name of a service that is not known.
func Check(text secret.Text) error {
	_, err := parse(text)
	return err
}

// serviceName is what may be repeated of an address: it is no secret.
var serviceName = regexp.MustCompile(`^([A-Za-z][A-Za-z+]{0,19})://`)

func parse(text secret.Text) (*address, error) {
	u, err := url.Parse(strings.TrimSpace(text.Reveal()))
	if err != nil || u.Hostname() == "" {
		return nil, errAddress // the text of err holds the address
	}
	switch u.Scheme {
	case "http", "https":
		return webhook(generic, u)
	case "slack":
		return webhook(slack, slackHook(u))
	case "teams":
		return webhook(teams, withScheme(u, "https"))
	case "slack+http", "teams+http":
		kind, scheme, _ := strings.Cut(u.Scheme, "+")
		return webhook(kind, withScheme(u, scheme))
	case "smtp", "smtps":
		return &address{email, u}, checkMail(u)
	}
	if name := serviceName.FindStringSubmatch(text.Reveal()); name != nil {
		return nil, fmt.Errorf("the service `%s` is not known: write https:// (JSON is posted), slack://, teams://, smtp:// or smtps://", name[1])
	}
	return nil, errAddress
}

func webhook(kind string, u *url.URL) (*address, error) {
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return nil, errors.New("plain HTTP is for the loopback alone: write https://")
	}
	return &address{kind, u}, nil
}

func withScheme(u *url.URL, scheme string) *url.URL {
	made := *u
	made.Scheme = scheme
	return &made
}

// slackHook is the webhook of slack://hooks.slack.com/services/A/B/C, and of the
// shorter slack://hook:A-B-C@webhook that other tools write.
func slackHook(u *url.URL) *url.URL {
	token, ok := u.User.Password()
	if u.Host != "webhook" || !ok {
		return withScheme(u, "https")
	}
	return &url.URL{Scheme: "https", Host: "hooks.slack.com", Path: "/services/" + strings.ReplaceAll(token, "-", "/")}
}

func checkMail(u *url.URL) error {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return errAddress
	}
	for key := range q {
		if key != "from" && key != "to" {
			return errors.New("a mail address takes from and to alone: write smtp://host/?from=ADDRESS&to=ADDRESS,ADDRESS")
		}
	}
	if _, err := mail.ParseAddress(q.Get("from")); err != nil {
		return errors.New("a mail needs a sender: write smtp://host/?from=ADDRESS&to=ADDRESS")
	}
	if _, err := mail.ParseAddressList(q.Get("to")); err != nil {
		return errors.New("a mail needs somebody to go to: write smtp://host/?from=ADDRESS&to=ADDRESS,ADDRESS")
	}
	return nil
}

// loopback reports whether a host is this machine. A name other than localhost is
// not looked up: who answers for it can change.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// address reads the address of a target; nil where there is none.
func (t *Target) address() (*address, error) {
	text := t.URL
	if t.URLFile != "" {
		if info, err := os.Stat(t.URLFile); err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is not a file: write the address to notify into one", t.URLFile) // a pipe would keep it waiting
		}
		read, err := os.ReadFile(t.URLFile)
		if err != nil {
			return nil, fmt.Errorf("read the address to notify: %w", err)
		}
		text = secret.New(strings.TrimSpace(string(read)))
		if text.IsZero() {
			return nil, fmt.Errorf("the file %s is empty: write the address to notify there", t.URLFile)
		}
	}
	if text.IsZero() {
		return nil, nil
	}
	return parse(text)
}
