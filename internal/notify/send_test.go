package notify

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

func TestAWebhookGetsOneMessage(t *testing.T) {
	t.Parallel()
	h := newHook(t, nil)
	if sent := sendOne(t, to(h.URL+"/hook"), sample()); sent.Err != nil || sent.Event != Refused {
		t.Fatal(sent)
	}
	var m Message
	if got := h.got(); len(got) != 1 || json.Unmarshal([]byte(got[0]), &m) != nil || m.Sweep != "01JSWEEP" || len(m.Policies) != 1 {
		t.Errorf("got %q", got)
	}
}

// As it arrives at a chat: go test -v -run Chat.
func TestAChatGetsPlainText(t *testing.T) {
	t.Parallel()
	h := newHook(t, nil)
	for kind, scheme := range map[string]string{slack: "slack+http", teams: "teams+http"} {
		if sent := sendOne(t, to(strings.Replace(h.URL, "http", scheme, 1)+"/services/T/B/X"), sample()); sent.Err != nil {
			t.Fatal(kind, sent)
		}
	}
	for _, body := range h.got() {
		t.Log(body)
	}
	var toSlack struct{ Text string }
	var toTeams struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Body []struct{ Inlines []struct{ Text string } }
			}
		}
	}
	for _, body := range h.got() {
		if strings.Contains(body, "mrkdwn") {
			_ = json.Unmarshal([]byte(body), &toSlack)
		} else {
			_ = json.Unmarshal([]byte(body), &toTeams)
		}
	}
	text := told(sample(), Events()...).Text
	if toSlack.Text != text {
		t.Errorf("Slack got %q", toSlack.Text)
	}
	if toTeams.Type != "message" || len(toTeams.Attachments) != 1 || toTeams.Attachments[0].ContentType != "application/vnd.microsoft.card.adaptive" {
		t.Fatalf("Teams got %+v", toTeams)
	}
	var lines []string
	for _, block := range toTeams.Attachments[0].Content.Body {
		lines = append(lines, strings.TrimSpace(block.Inlines[0].Text))
	}
	if strings.Join(lines, "\n") != strings.TrimSpace(text) {
		t.Errorf("Teams got %q", lines)
	}
}

// As it arrives at a mailbox: go test -v -run Mail.
func TestAMailArrives(t *testing.T) {
	t.Parallel()
	s := newMailServer(t, &mailServer{})
	target := to("smtp://" + s.address + "/?from=Reaper+%3Creaper@example.org%3E&to=ops@example.org,ml@example.org")
	if sent := sendOne(t, target, sample()); sent.Err != nil {
		t.Fatal(sent)
	}
	<-s.done
	t.Log(s.mail)
	for _, want := range []string{"From: \"Reaper\" <reaper@example.org>", "<ops@example.org>", "<ml@example.org>", "Subject: aicore-reaper: 1 execution held back", "- stubborn (team-a, churn, DEAD): refused"} {
		if !strings.Contains(s.mail, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if said := strings.Join(s.said, "\n"); !strings.Contains(said, "RCPT TO:<ml@example.org>") {
		t.Errorf("said %s", said)
	}
}

// What somebody in the tenant named an execution does nothing in a chat or a mail.
func TestNamesAreHarmless(t *testing.T) {
	t.Parallel()
	h, s := newHook(t, nil), newMailServer(t, &mailServer{})
	r := sample()
	r.Rows, r.Upcoming = report.NewRows(nil), nil
	r.Policies[0].Name = "evil\r\nBcc: all@example.org"
	r.Groups = []report.Group{{ID: "<!channel> <https://evil.example|click> **b** [x](https://evil.example)\r\n\r\n.\r\nBcc: all@example.org\u202egro", Result: report.ResultFailed, Error: "<script>\x1b[2J"}}
	targets := []Target{to(strings.Replace(h.URL, "http", "slack+http", 1)), to(strings.Replace(h.URL, "http", "teams+http", 1)), to("smtp://" + s.address + "/?from=a@example.org&to=b@example.org")}
	own, err := ParseTemplate("{{range .Parts}}{{range .Notes}}{{.}}{{end}}{{end}}") // the subject is what the tenant chose
	if err != nil {
		t.Fatal(err)
	}
	targets[2].Template = own
	for _, sent := range (Sender{}).Send(t.Context(), targets, r) {
		if sent.Err != nil {
			t.Error(sent)
		}
	}
	<-s.done
	all := append(h.got(), s.mail)
	for i, got := range all {
		for _, bad := range []string{"\u202e", `\u202e`, "\x1b", `\u001b`, "\nBcc:", `\nBcc`} {
			if strings.Contains(got, bad) {
				t.Errorf("%d holds %q: %s", i, bad, got)
			}
		}
		if strings.Contains(got, "mrkdwn") && (strings.Contains(got, "<") || !strings.Contains(got, "&lt;!channel&gt;") && !strings.Contains(got, `\u0026lt;!channel\u0026gt;`)) {
			t.Errorf("Slack got %s", got)
		}
		if strings.Contains(got, "AdaptiveCard") && strings.Contains(got, "TextBlock\"") && !strings.Contains(got, "RichTextBlock") {
			t.Errorf("Teams got %s", got) // a TextBlock would take Markdown
		}
	}
}

func TestNoErrorHoldsTheAddress(t *testing.T) {
	t.Parallel()
	const hidden = "sesame-open-up"
	for name, answer := range map[string]http.HandlerFunc{
		"a refusal that repeats it": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(strings.Repeat("x", 190) + "no " + r.URL.String() + r.Header.Get("Authorization")))
		},
		"a redirect with it": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere?"+r.URL.RawQuery, http.StatusFound)
		},
		"a broken answer": func(w http.ResponseWriter, r *http.Request) {
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				_, _ = conn.Write([]byte("HTTP/1.1 200 " + r.URL.Path + "\r\nbroken: " + hidden + "\r\nno header\r\n\r\n"))
				conn.Close()
			}
		},
	} {
		h := newHook(t, answer)
		target := to(strings.Replace(h.URL, "//", "//me:"+hidden+"@", 1) + "/" + hidden + "?sig=" + hidden)
		sent := sendOne(t, target, sample())
		if sent.Err == nil || strings.Contains(sent.Err.Error(), "sesame") {
			t.Errorf("%s: %v", name, sent.Err)
		}
		if n := len(h.got()); n != 1 {
			t.Errorf("%s: %d requests", name, n)
		}
	}
	s := newMailServer(t, &mailServer{offers: []string{"AUTH CRAM-MD5"}, answers: map[string]string{"AUTH": "535 not with " + hidden}})
	target := to("smtp://ops@example.org:" + hidden + "@" + s.address + "/?from=a@example.org&to=b@example.org")
	if sent := sendOne(t, target, sample()); sent.Err == nil || strings.Contains(sent.Err.Error(), "sesame") || !strings.Contains(sent.Err.Error(), "535") {
		t.Errorf("a mail server that repeats it: %v", sent.Err)
	}
}

// A dead target and one that hangs cost the others nothing.
func TestADeadTargetHoldsNobodyBack(t *testing.T) {
	t.Parallel()
	h := newHook(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := listener.Addr().String()
	listener.Close()
	targets := []Target{
		to("http://" + dead + "/x"), to("smtp://" + dead + "/?from=a@example.org&to=b@example.org"), to(h.URL),
		{URLFile: filepath.Join(t.TempDir(), "missing"), Events: Events()}, {Events: Events()}, {URL: secret.New(h.URL), Events: nil},
	}
	sent := Sender{}.Send(t.Context(), targets, sample())
	if len(sent) != 4 || sent[0].Err == nil || sent[1].Err == nil || sent[2].Err != nil || sent[3].Err == nil || len(h.got()) != 1 {
		t.Errorf("%v, %d arrived", sent, len(h.got()))
	}
}

// Servers that take a connection and never answer hold a sweep up for ten seconds in
// all, by a clock that a test sets.
func TestAHangingTargetIsGivenUpAfterTenSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hanging := Sender{dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() { // it reads and never answers
				for buffer := make([]byte, 1<<10); ; {
					if _, err := theirs.Read(buffer); err != nil {
						theirs.Close()
						return
					}
				}
			}()
			return ours, nil
		}}
		began := time.Now()
		sent := hanging.Send(t.Context(), []Target{to("http://127.0.0.1/x"), to("smtp://mail.example/?from=a@b.example&to=c@d.example"), to("smtps://mail.example/?from=a@b.example&to=c@d.example")}, sample())
		if took := time.Since(began); took != timeout || len(sent) != 3 {
			t.Errorf("%v after %s", sent, took)
		}
		for _, s := range sent {
			if s.Err == nil || !strings.Contains(s.Err.Error(), "it took longer than 10s") {
				t.Error(s)
			}
		}
	})
}

// A mail server that answers each command just in time does not get more than that.
func TestASlowMailServerIsGivenUpAfterTenSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := Sender{dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				defer theirs.Close()
				buffer := make([]byte, 1<<10)
				for {
					time.Sleep(6 * time.Second)
					if _, err := theirs.Write([]byte("250 ok\r\n")); err != nil {
						return
					}
					if _, err := theirs.Read(buffer); err != nil {
						return
					}
				}
			}()
			return ours, nil
		}}
		began := time.Now()
		sent := slow.Send(t.Context(), []Target{to("smtp://127.0.0.1/?from=a@b.example&to=c@d.example")}, sample())
		if took := time.Since(began); took > timeout || len(sent) != 1 || sent[0].Err == nil {
			t.Errorf("%v after %s", sent, took)
		}
		synctest.Wait()
	})
}

func TestAMailIsNotSentUnencryptedBeyondTheLoopback(t *testing.T) {
	t.Parallel()
	s := newMailServer(t, &mailServer{})
	away := Sender{dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.address)
	}}
	sent := away.Send(t.Context(), []Target{to("smtp://mail.example/?from=a@b.example&to=c@d.example")}, sample())
	if len(sent) != 1 || sent[0].Err == nil || !strings.Contains(sent[0].Err.Error(), "STARTTLS") {
		t.Errorf("%v", sent)
	}
	<-s.done
	if said := strings.Join(s.said, "\n"); strings.Contains(said, "MAIL") || s.mail != "" {
		t.Errorf("said %s", said)
	}
}

func TestTheAddressIsReadFromAFileForEachMessage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "url")
	first, second := newHook(t, nil), newHook(t, nil)
	for _, h := range []*hook{first, second} {
		if err := os.WriteFile(file, []byte(h.URL+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if sent := sendOne(t, Target{URLFile: file, Events: Events()}, sample()); sent.Err != nil {
			t.Error(sent)
		}
	}
	if len(first.got()) != 1 || len(second.got()) != 1 {
		t.Errorf("%d and %d arrived", len(first.got()), len(second.got()))
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if sent := sendOne(t, Target{URLFile: file, Events: Events()}, sample()); sent.Err == nil || !strings.Contains(sent.Err.Error(), "is empty") {
		t.Error(sent)
	}
}

func TestASweepThatIsToldToEndIsNotHeldUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	ended := errors.New("the program ends")
	h := newHook(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel(ended)
		<-r.Context().Done()
	})
	sent := Sender{}.Send(ctx, []Target{to(h.URL)}, sample())
	if len(sent) != 1 || sent[0].Err == nil || !strings.Contains(sent[0].Err.Error(), ended.Error()) {
		t.Errorf("%v", sent)
	}
}
