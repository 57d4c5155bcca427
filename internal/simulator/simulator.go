// Package simulator is an AI Core in one process: tokens, resource groups and
// executions over HTTP, with the states, rules, delays and errors of the real
// service. The demo and the tests use it, and users try their policies on it.
//
// A Server is seeded by Options, or filled by hand with AddGroup and Put. It has
// no goroutines: delayed changes are computed from the clock at the next request.
// Options.Live can change the tenant between any two requests, with the methods
// of Server. These do nothing for a resource group that does not exist. Faults
// make the answers wrong. Requests, Changes and Executions always return the
// truth.
package simulator

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options describe the simulated tenant. The zero value is an empty tenant
// without delays.
type Options struct {
	ResourceGroups int           // seeded groups
	Executions     int           // in all of them together
	Seed           uint64        // the same seed makes the same world, relative to the clock
	Settle         time.Duration // how long a stop or a deletion takes
	Latency        time.Duration // before each answer
	Faults         []Fault
	SingleOnly     []string                             // executables whose templates do not allow bulk changes: their items are refused
	Live           func(*http.Request)                  // called before each request, also concurrently; it may change the tenant
	Now            func() time.Time                     // its clock; default time.Now
	Sleep          func(context.Context, time.Duration) // waits until ctx ends; default a timer
	ClientID       string                               // default: made from the seed
	ClientSecret   string
	BasePath       string        // under which it is served, such as /gateway; default the root
	TokenLife      time.Duration // default 12 h
}

// Server is the simulated tenant, an http.Handler. It is safe for concurrent use.
type Server struct {
	options Options
	now     func() time.Time
	router  *http.ServeMux

	mu     sync.Mutex
	random *rand.Rand // for faults
	faulty bool
	order  []string
	groups map[string]*group
	tokens map[string]time.Time // and when they expire
	issued int

	requests map[string]int
	bulk     []int
	changes  []Change
	bulkSeen int
	dated    int           // number of answers, for the fault "date-steps"
	dateStep time.Duration // the present error of Date
}

// New returns a tenant. The error names the invalid option.
func New(o Options) (*Server, error) {
	if o.ResourceGroups < 0 || o.Executions < 0 || o.Executions > 0 && o.ResourceGroups == 0 {
		return nil, fmt.Errorf("%d executions cannot be spread over %d resource groups: ask for at least one group", o.Executions, o.ResourceGroups)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.TokenLife == 0 {
		o.TokenLife = 12 * time.Hour
	}
	random := rand.New(rand.NewPCG(o.Seed, 0x5ec3e7))
	if o.ClientID == "" {
		o.ClientID = fmt.Sprintf("sb-%016x!b1|aicore!b%d", random.Uint64(), 100+random.IntN(900))
	}
	if o.ClientSecret == "" {
		o.ClientSecret = fmt.Sprintf("%016x$%016x=", random.Uint64(), random.Uint64())
	}
	s := &Server{
		options: o, now: o.Now, random: random, faulty: true,
		groups: make(map[string]*group), tokens: make(map[string]time.Time), requests: make(map[string]int),
	}
	s.router = s.routes()
	s.seed()
	return s, nil
}

// Credentials returns the credentials for POST /oauth/token.
func (s *Server) Credentials() (clientID, clientSecret string) {
	return s.options.ClientID, s.options.ClientSecret
}

// Change is one requested change and its result.
type Change struct {
	Time     time.Time
	Group    string
	ID       string
	Target   string // STOPPED or DELETED
	Status   string // the state before; "" if there was no such execution
	Previous string // the target before
	Accepted bool
	Bulk     bool
}

// Requests counts the requests that came in, by method and path template, such
// as "GET /lm/executions".
func (s *Server) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[string]int, len(s.requests))
	for k, n := range s.requests {
		counts[k] = n
	}
	return counts
}

// BulkSizes returns the number of items of each bulk request, in their order.
func (s *Server) BulkSizes() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]int(nil), s.bulk...)
}

// Changes returns all requested changes, in their order.
func (s *Server) Changes() []Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Change(nil), s.changes...)
}

// StopFaults turns off all faults.
func (s *Server) StopFaults() {
	s.mu.Lock()
	s.faulty = false
	groups := slices.Collect(maps.Values(s.groups))
	s.mu.Unlock()
	for _, g := range groups { // not while holding s.mu: calls lock in the other order
		g.changed()
	}
}

// sleep waits by a timer until ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
