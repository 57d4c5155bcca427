package notify

import (
	"fmt"
	"io"
	"strings"
	"text/template"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
)

// ParseTemplate reads a template for the text of messages, in the language of
// text/template, and tries it on a message. The error says what is wrong with it.
func ParseTemplate(text string) (*template.Template, error) {
	t, err := template.New("template").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the template cannot be read: %w", err)
	}
	r := &report.Report{
		Policies: []report.Policy{{Name: "policy"}}, Groups: []report.Group{{ID: "group", Result: report.ResultFailed, Error: "error"}},
		Upcoming: []report.Upcoming{{Group: "group", ID: "id", ExpiresAt: time.Unix(0, 0), Announce: true}},
	}
	if err := t.Execute(io.Discard, newsOf(r).message(r, Events())); err != nil {
		return nil, fmt.Errorf("the template cannot be run: %w", err)
	}
	return t, nil
}

// rendered returns the message with the text that a template makes of it.
func (m *Message) rendered(t *template.Template) (*Message, error) {
	if t == nil {
		return m, nil
	}
	var b strings.Builder
	if err := t.Execute(&b, m); err != nil {
		return nil, fmt.Errorf("run the template: %w", err)
	}
	own := *m
	own.Text = b.String()
	return &own, nil
}
