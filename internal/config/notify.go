package config

import (
	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

var notifyTarget = value[notify.Target]{targetValue.schema, func(r *reader, n *yaml.Node, into *notify.Target) {
	into.Events = notify.Events()
	targetValue.read(r, n, into)
}}

var targetValue = mappingOf([]key[notify.Target]{
	{"url", `The address, a secret: https://… (JSON is posted), slack://hooks.slack.com/services/…, teams://HOST/PATH of a Teams workflow, or smtp://user:password@host/?from=A&to=B; "": nobody is told.`,
		notifyURL, false},
	{"urlFile", "A file that holds the address, in place of url; it is read for every message.", text(func(t *notify.Target, s string) { t.URLFile = s }), false},
	{"events", "Of what it is told; default: all.", list(event, func(t *notify.Target, events []notify.Event) { t.Events = events }), false},
	{"template", "A Go template for the text; default: the built-in text.", checked(func(t *notify.Target, s string) (err error) {
		t.Template, err = notify.ParseTemplate(s)
		return err
	}), false},
}, func(r *reader, n *yaml.Node, at map[string]*yaml.Node, t *notify.Target) {
	switch {
	case at["url"] == nil && at["urlFile"] == nil:
		r.problem(n, "nobody would be told: write url, or urlFile")
	case !t.URL.IsZero() && t.URLFile != "":
		r.problem(at["urlFile"], "url has the address already: leave one of the two out")
	}
})

// notifyURL is an address that no message repeats, as it is a secret.
var notifyURL = value[notify.Target]{map[string]any{"type": "string"}, func(r *reader, n *yaml.Node, into *notify.Target) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" {
		r.problem(n, "an address is wanted here, as a text")
		return
	}
	if n.Value == "" {
		return
	}
	into.URL = secret.New(n.Value)
	if err := notify.Check(into.URL); err != nil {
		r.problem(n, "%v", err)
	}
}}

var event = word(func(e *notify.Event, s string) { *e = notify.Event(s) }, eventNames()...)

func eventNames() []string {
	var names []string
	for _, e := range notify.Events() {
		names = append(names, string(e))
	}
	return names
}
