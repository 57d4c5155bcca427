package cli

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// demoWorld is the tenant that --demo works on: the same one each time, but for
// the clock.
var demoWorld = simulator.Options{
	ResourceGroups: 6, Executions: 300, Seed: 7, Settle: time.Second,
	SingleOnly: []string{"forecast-fit"}, // a template that does not take bulk changes, as most do not
}

// served is a simulator that listens.
type served struct {
	simulator *simulator.Server
	address   string // http://127.0.0.1:port
	server    *http.Server
}

// serve starts a simulator at an address; port 0 takes a free one. The error is
// of the address, or of the world that was asked for.
func serve(address string, o simulator.Options) (*served, error) {
	sim, err := simulator.New(o)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen at %s: %w", address, err)
	}
	s := &served{simulator: sim, address: "http://" + listener.Addr().String(), server: &http.Server{Handler: sim, ReadHeaderTimeout: 10 * time.Second}}
	go func() { _ = s.server.Serve(listener) }() // ends with close, and only then
	return s, nil
}

func (a *app) startDemo() (*served, error) { return serve("127.0.0.1:0", demoWorld) }

func (s *served) close() { _ = s.server.Close() }

// getenv gives the variables that lead to the simulator, and no others: a demo
// never meets a real tenant.
func (s *served) getenv(name string) string {
	for _, v := range s.variables() {
		if v[0] == name {
			return v[1]
		}
	}
	return ""
}

func (s *served) variables() [][2]string {
	id, secret := s.simulator.Credentials()
	return [][2]string{
		{"AICORE_BASE_URL", s.address}, {"AICORE_AUTH_URL", s.address},
		{"AICORE_CLIENT_ID", id}, {"AICORE_CLIENT_SECRET", secret},
	}
}
