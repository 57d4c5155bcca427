package notify

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// sample is a report that has something to say of every event.
func sample() *report.Report {
	var rows []report.Row
	for i := range 12 {
		rows = append(rows, report.Row{
			Group: "team-a", ID: fmt.Sprintf("run-%02d", i), Scenario: "text-clf", Status: workload.Running, Policy: "runaway", Action: policy.Stop,
			Held: cost.Holding{CapacityUnitsPerHour: float64(i)}, Overdue: time.Hour, Done: report.Done{Outcome: report.Verified, Stopped: true},
		})
	}
	rows = append(rows,
		report.Row{
			Group: "team-a", ID: "stubborn", Scenario: "churn", Status: workload.Dead, Policy: "dead", Action: policy.Delete,
			Done: report.Done{Outcome: report.Refused, Error: "01010076: the state does not allow it"},
		},
		report.Row{Group: "team-b", ID: "too-many", Scenario: "churn", Status: workload.Dead, Policy: "dead", Action: policy.Delete, Done: report.Done{Outcome: report.Deferred, Limit: report.MaxPercent}},
		report.Row{Group: "team-b", ID: "later", Scenario: "churn", Status: workload.Dead, Policy: "dead", Action: policy.Delete, Done: report.Done{Outcome: report.Deferred, Limit: report.MaxDeletes}},
	)
	soon := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	return &report.Report{
		Sweep: "01JSWEEP", Mode: report.Enforce, UnitPrice: cost.Price{PerCapacityUnit: 2, Currency: "EUR"},
		Policies: []report.Policy{{Name: "runaway", Mode: report.Enforce}, {Name: "dead", Mode: report.Enforce}, {Name: "trial", Mode: report.DryRun}},
		Rows:     report.RowsOf([]string{"runaway", "dead", "trial"}, rows...),
		Upcoming: []report.Upcoming{
			{Group: "team-a", ID: "new", Scenario: "text-clf", Status: workload.Running, Policy: 2, Action: policy.Stop, ExpiresAt: soon, Announce: true, Held: cost.Holding{CapacityUnitsPerHour: 11.5}},
			{Group: "team-a", ID: "known", Scenario: "text-clf", Status: workload.Dead, Policy: 1, Action: policy.Delete, ExpiresAt: soon},
		},
		Groups: []report.Group{{ID: "team-c", Result: report.ResultFailed, Error: "listing: 500"}, {ID: "team-b", Result: report.ResultRefused, Error: "limits.maxPercent"}},
	}
}

// hook is an HTTP server that keeps what is posted to it.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
}

// newHook serves; answer, if not nil, is what it answers.
func newHook(t *testing.T, answer http.HandlerFunc) *hook {
	t.Helper()
	h := new(hook)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		h.bodies = append(h.bodies, string(body))
		h.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) got() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.bodies)
}

// mailServer is an SMTP server for one mail.
type mailServer struct {
	address string
	offers  []string          // what it answers to EHLO, beside its name
	answers map[string]string // by the first word of a command, in place of 250
	done    chan struct{}
	said    []string // commands
	mail    string
}

func newMailServer(t *testing.T, s *mailServer) *mailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address, s.done = listener.Addr().String(), make(chan struct{})
	go func() {
		defer close(s.done)
		if conn, err := listener.Accept(); err == nil {
			defer conn.Close()
			s.serve(textproto.NewConn(conn))
		}
	}()
	t.Cleanup(func() { listener.Close(); <-s.done })
	return s
}

func (s *mailServer) serve(c *textproto.Conn) {
	_ = c.PrintfLine("220 test ready")
	for {
		said, err := c.ReadLine()
		if err != nil {
			return
		}
		s.said = append(s.said, said)
		word, _, _ := strings.Cut(strings.ToUpper(said), " ")
		switch answer := s.answers[word]; {
		case answer != "":
			_ = c.PrintfLine("%s", answer)
		case word == "EHLO":
			_ = c.PrintfLine("250-test")
			for _, o := range s.offers {
				_ = c.PrintfLine("250-%s", o)
			}
			_ = c.PrintfLine("250 8BITMIME")
		case word == "DATA":
			_ = c.PrintfLine("354 go on")
			body, _ := c.ReadDotBytes()
			s.mail = string(body)
			_ = c.PrintfLine("250 taken")
		case word == "QUIT":
			_ = c.PrintfLine("221 bye")
			return
		default:
			_ = c.PrintfLine("250 ok")
		}
	}
}

// to is a target of all events at an address.
func to(address string) Target { return Target{URL: secret.New(address), Events: Events()} }

// sendOne sends the sample to one target, and returns how that went.
func sendOne(t *testing.T, target Target, r *report.Report) Sent {
	t.Helper()
	sent := Sender{}.Send(t.Context(), []Target{target}, r)
	if len(sent) != 1 {
		t.Fatalf("sent %v", sent)
	}
	return sent[0]
}
