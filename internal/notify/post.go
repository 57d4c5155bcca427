package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer is how many bytes of an answer are read: enough for an error to say why.
const maxAnswer = 4 << 10

// client follows no redirect: it would carry the message and the secret somewhere
// else.
func (s Sender) client() *http.Client {
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if s.dial != nil {
		c.Transport = &http.Transport{DialContext: s.dial, DisableKeepAlives: true}
	}
	return c
}

func (s Sender) post(ctx context.Context, to *address, m *Message) error {
	body, err := json.Marshal(formOf(to.kind, m))
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url.String(), bytes.NewReader(body))
	if err != nil {
		return errAddress
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client().Do(req)
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err // without the address
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer)) // for people only
	switch code := resp.StatusCode; {
	case code/100 == 3:
		return fmt.Errorf("it answered %d, and redirects are not followed: write the address that it is at now", code)
	case code/100 != 2:
		return fmt.Errorf("it answered %d: %s", code, answer)
	}
	return nil
}

// formOf is the JSON that a service takes. Text goes there as plain text: a name
// that somebody in the tenant chose becomes neither a link nor a mention.
func formOf(kind string, m *Message) any {
	switch kind {
	case slack:
		return slackForm(m.Text)
	case teams:
		return teamsForm(m.Text)
	}
	return m
}

var slackEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackForm is the form of Slack's incoming webhooks (docs.slack.dev, "Sending
// messages using incoming webhooks", "Formatting message text").
func slackForm(text string) any {
	return map[string]any{"text": slackEscapes.Replace(text), "mrkdwn": false, "unfurl_links": false, "unfurl_media": false}
}

// teamsForm is an Adaptive Card in the envelope that workflows of Teams take
// (learn.microsoft.com, "Create incoming webhooks with Workflows"). A TextRun takes
// no Markdown.
func teamsForm(text string) any {
	type object = map[string]any
	var body []any
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		run := object{"type": "TextRun", "text": line}
		if i == 0 {
			run["weight"] = "bolder"
		}
		if line == "" {
			run["text"] = " " // an empty one is refused
		}
		body = append(body, object{"type": "RichTextBlock", "spacing": "none", "inlines": []any{run}})
	}
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
		"msteams": object{"width": "Full"}, "body": body,
	}
	return object{"type": "message", "attachments": []any{object{"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card}}}
}
