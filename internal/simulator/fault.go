package simulator

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// Fault is a way in which the simulated tenant fails.
type Fault struct {
	Kind string  // one of FaultKinds
	Rate float64 // the part of requests, items or executions that fail, 0 to 1
}

// faultKinds lists all faults and what they do. The rate is of requests unless
// the text says otherwise.
var faultKinds = []struct{ kind, what string }{
	// Answers of the API and of a gateway in front.
	{"429", "too many requests, Retry-After: 1"},
	{"429-date", "too many requests, Retry-After with a date"},
	{"retry-after-12", "too many requests, Retry-After: 12"},
	{"500", "an internal error, in the API's form"},
	{"502", "a gateway's error, in HTML"},
	{"503", "a gateway's error, with an empty body"},
	{"504", "a gateway's error, in HTML"},
	{"unauthorized", "a good token is turned away"},
	// On the way.
	{"cut-before", "the connection ends before the request is carried out"},
	{"cut-after", "the connection ends after the request is carried out"},
	{"truncated", "half of an answer"},
	{"html", "a sign-in page with status 200"},
	{"slow", "an answer takes 200 ms more"},
	{"slow-body", "an answer comes in pieces"},
	{"header-echo", "the Authorization header comes back as X-Request-Id, and in errors"},
	// The clock.
	{"clock-skew", "the Date header is an hour ahead (at any rate)"},
	{"date-steps", "the Date header jumps by hours, after the first few answers"},
	{"no-date", "no Date header"},
	// Bulk requests.
	{"item-error", "an item fails (rate: of items)"},
	{"poison-id", "an execution gets every request that names it refused with 400 (rate: of executions)"},
	{"bulk-off", "the bulk call is not there (at any rate)"},
	{"bulk-off-midway", "the bulk call is not there any more after the third request (at any rate)"},
	{"bulk-404-one-group", "the bulk call is not there in one of the resource groups (at any rate)"},
	{"bulk-limit-50", "a bulk request of more than 50 items is refused with 400 (at any rate)"},
	{"bulk-opt-in", "templates that take no bulk changes: their items are refused (rate: of executables)"},
	{"bulk-opt-in-400", "templates that take no bulk changes: a request with such an item is refused with 400 (rate: of executables)"},
	{"bulk-completed", "COMPLETED executions are deleted by the single call only (rate: of executions)"},
	// Listings.
	{"unstable-order", "a page is taken from another order"},
	{"duplicates", "a page has one execution twice, and another not at all"},
	{"short-pages", "a page has a third of what was asked for"},
	{"empty", "a group counts and lists nothing, until it is counted again"},
	{"no-count", "the count is not there (at any rate)"},
	{"endless-pages", "pages are full for ever, with new ids (at any rate)"},
	{"huge-page", "a page has 800 times as many executions as were asked for, 4 million at most"},
	{"contradictory", "an execution is listed twice, with different states (rate: of executions)"},
	{"same-in-all-groups", "every resource group lists and changes the executions of the first one (at any rate)"},
	{"group-blanks", "the id of a resource group is listed with a blank at its end (rate: of groups)"},
	// Executions.
	{"unknown-status", "an execution has a status that nobody knows (rate: of executions)"},
	{"missing-fields", "an execution has only the fields that are promised (rate: of executions)"},
	{"null-fields", "an execution has null for the fields that are not promised (rate: of executions)"},
	{"far-times", "one time of an execution lies in a far future, cannot be read, or is in lower case (rate: of executions)"},
	{"invalid-utf8", "the scenario, the status or the message of an execution is no valid UTF-8 (rate: of executions)"},
	{"bad-ids", "an execution has an id that the API does not allow, such as .. or $count (rate: of executions)"},
	// Capabilities.
	{"meta-absent", "GET /lm/meta is not there (at any rate)"},
	{"meta-silent", "GET /lm/meta says nothing about bulk (at any rate)"},
	{"meta-no-bulk", "GET /lm/meta says that there is no bulk (at any rate)"},
	// Calls that only inform.
	{"dead-configurations", "a configuration: 503"},
	{"configurations-500", "the list of configurations: 500"},
	{"deployments-403", "the list and the count of deployments: 403"},
	{"deployments-500", "the list and the count of deployments: 500"},
	{"tracking-403", "tracking data: 403"},
	{"tracking-500", "tracking data: 500"},
	{"tracking-truncated", "half of an answer with tracking data"},
	{"logs-403", "logs: 403"},
	{"logs-500", "logs: 500"},
	{"no-extended-plan", "instance types: 403"},
}

// FaultKinds returns all kinds of faults.
func FaultKinds() []string {
	kinds := make([]string, len(faultKinds))
	for i, k := range faultKinds {
		kinds[i] = k.kind
	}
	return kinds
}

// FaultMeaning returns what a kind of fault does, "" for an unknown kind.
func FaultMeaning(kind string) string {
	for _, k := range faultKinds {
		if k.kind == kind {
			return k.what
		}
	}
	return ""
}

// ParseFaults reads faults of the form KIND or KIND:RATE. The error names the bad
// text or the repeated kind.
func ParseFaults(texts []string) ([]Fault, error) {
	var faults []Fault
	for _, text := range texts {
		kind, rate, given := strings.Cut(text, ":")
		f := Fault{Kind: kind, Rate: 1}
		if FaultMeaning(kind) == "" {
			return nil, fmt.Errorf("there is no fault %q: write one of %s", kind, strings.Join(FaultKinds(), ", "))
		}
		if slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == kind }) {
			return nil, fmt.Errorf("the fault %s is there twice: give it one rate", kind)
		}
		if given {
			r, err := strconv.ParseFloat(rate, 64)
			if err != nil || !(r >= 0 && r <= 1) {
				return nil, fmt.Errorf("%q: the rate is a number from 0 to 1, such as %s:0.1", text, kind)
			}
			f.Rate = r
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// rate returns the present rate of a fault, 0 if it is off.
func (s *Server) rate(kind string) float64 {
	for _, f := range s.options.Faults {
		if f.Kind == kind {
			return f.Rate
		}
	}
	return 0
}

// has reports whether a fault is on. It is for faults that do not depend on
// chance.
func (s *Server) has(kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faulty && s.rate(kind) > 0
}

// roll reports at random whether a fault happens now.
func (s *Server) roll(kind string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rate := s.rate(kind)
	return s.faulty && rate > 0 && s.random.Float64() < rate
}

// struck reports whether a fault affects the execution or executable with this
// id. The answer for an id is always the same.
func (s *Server) struck(kind, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rate := s.rate(kind)
	if !s.faulty || rate == 0 {
		return false
	}
	return float64(s.hash(kind, id)%10_000) < rate*10_000
}

// hash returns a number that depends only on the seed, the kind and the id.
func (s *Server) hash(kind, id string) uint32 {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s/%s/%d", kind, id, s.options.Seed)
	return h.Sum32()
}
