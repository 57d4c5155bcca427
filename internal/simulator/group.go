package simulator

import (
	"sync"
	"time"
)

// identity is a resource group as in the listing of groups.
type identity struct {
	id      string
	status  string
	labels  [][2]string
	created time.Time
}

// group is a resource group and its executions, the latest added first.
type group struct {
	identity              // all but the id is guarded by Server.mu
	denied   bool         // the credentials have no right to it; guarded by Server.mu, too
	fill     func(*group) // fills a seeded group; nil: done

	mu             sync.Mutex
	executions     []*Execution
	byID           map[string]*Execution
	facts          map[string]*facts // set by hand, by execution id
	deployments    []Deployment
	configurations []Configuration // beside those that every group has
	settling       []settling      // in the order in which they are due
	pages          map[pageKey]*page
	forgotten      bool              // left out of listings, by a fault
	badIDs         map[string]string // by the valid ids that a fault replaces
}

// settling is a change that takes effect later.
type settling struct {
	due       time.Time
	execution *Execution
	to        string // STOPPED or DELETED
}

// open creates the executions of a seeded group when it is first used, and
// applies the changes that are due. The caller holds g.mu.
func (g *group) open(now time.Time) {
	if g.byID == nil {
		g.byID = make(map[string]*Execution)
		if g.fill != nil {
			g.fill(g)
		}
		for _, e := range g.executions {
			g.byID[e.ID] = e
		}
	}
	n := 0
	for n < len(g.settling) && !g.settling[n].due.After(now) {
		g.settle(g.settling[n])
		n++
	}
	if n > 0 {
		g.settling = g.settling[n:]
		g.sweepOut()
		g.pages = nil
	}
}

func (g *group) settle(s settling) {
	e := s.execution
	if g.byID[e.ID] != e {
		return // it was removed meanwhile; another one may have its id
	}
	if s.to == "DELETED" {
		delete(g.byID, e.ID)
		return
	}
	if e.Status == "PENDING" || e.Status == "RUNNING" || e.Status == "STOPPING" {
		e.Status, e.CompletionTime, e.ModifiedAt = "STOPPED", s.due, s.due
	}
}

// sweepOut removes deleted executions from the list.
func (g *group) sweepOut() {
	if len(g.byID) == len(g.executions) {
		return
	}
	left := g.executions[:0]
	for _, e := range g.executions {
		if g.byID[e.ID] != nil {
			left = append(left, e)
		}
	}
	clear(g.executions[len(left):])
	g.executions = left
}

// order schedules a change: the target is set at once, the state later.
func (g *group) order(e *Execution, target string, now, due time.Time) {
	e.TargetStatus, e.ModifiedAt = target, now
	if target == "STOPPED" && e.Status == "RUNNING" {
		e.Status = "STOPPING"
	}
	g.settling = append(g.settling, settling{due, e, target})
	g.pages = nil
}

func (g *group) changed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pages = nil
}

// inside calls do with a resource group, or does nothing if there is none with
// that id. In a live tenant the group may just have been removed.
func (s *Server) inside(groupID string, do func(*group)) {
	g := s.group(groupID)
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open(s.now())
	do(g)
}

// Put adds executions to a resource group, or replaces those with the same id.
func (s *Server) Put(groupID string, executions ...Execution) {
	s.inside(groupID, func(g *group) {
		for _, e := range executions {
			if old := g.byID[e.ID]; old != nil {
				*old = e
				continue
			}
			g.executions = append(g.executions, &e)
			g.byID[e.ID] = &e
		}
		g.pages = nil
	})
}

// Edit changes an execution in place and reports whether it exists. Unlike Put of
// a changed copy, it keeps changes made meanwhile, such as a stop.
func (s *Server) Edit(groupID, id string, edit func(*Execution)) (found bool) {
	s.look(groupID, id, func(g *group, e *Execution) {
		edit(e)
		e.ID, g.pages, found = id, nil, true
	})
	return found
}

// Remove removes an execution at once, as if another user had deleted it.
func (s *Server) Remove(groupID, id string) {
	s.inside(groupID, func(g *group) {
		delete(g.byID, id)
		g.sweepOut()
		g.pages = nil
	})
}

// Executions returns the executions of a resource group in their true state.
func (s *Server) Executions(groupID string) (all []Execution) {
	s.inside(groupID, func(g *group) {
		all = make([]Execution, len(g.executions))
		for i, e := range g.executions {
			all[i] = *e
		}
	})
	return all
}
