package cli

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// demoWorld is the tenant for --demo. It is always the same, relative to the
// clock.
var demoWorld = simulator.Options{
	ResourceGroups: 6, Executions: 300, Seed: 7, Settle: time.Second,
	SingleOnly: []string{"forecast-fit"}, // a template that does not take bulk changes, as most do not
}

// served is a simulator with its listener.
type served struct {
	simulator *simulator.Server
	address   string // http://127.0.0.1:port
	server    *http.Server
}

// serve starts a simulator at an address; port 0 means any free port. The error
// is about the address or the options.
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
	go func() { _ = s.server.Serve(listener) }() // returns only after close
	return s, nil
}

func (a *app) startDemo() (*served, error) { return serve("127.0.0.1:0", demoWorld) }

func (s *served) close() { _ = s.server.Close() }

// getenv returns only the variables for the simulator, so that a demo never
// reaches a real tenant.
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
