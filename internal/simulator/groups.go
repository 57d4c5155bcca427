package simulator

import (
	"slices"
	"time"
)

// AddGroup adds a resource group with labels (full keys), or changes the status and
// the labels of the one that is there. Statuses are PROVISIONED, PROVISIONING and
// ERROR.
func (s *Server) AddGroup(id, status string, labels ...[2]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		g.status, g.labels = status, labels
		return
	}
	s.order = append(s.order, id)
	s.groups[id] = &group{identity: identity{id: id, status: status, labels: labels, created: s.now().Add(-400 * 24 * time.Hour)}}
}

// RemoveGroup takes a resource group away, with all that it holds.
func (s *Server) RemoveGroup(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.groups, id)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
}

// Relabel gives a resource group these labels (full keys), and no others.
func (s *Server) Relabel(id string, labels ...[2]string) {
	s.changeGroup(id, func(g *group) { g.labels = labels })
}

// SetGroupStatus changes the status of a resource group.
func (s *Server) SetGroupStatus(id, status string) {
	s.changeGroup(id, func(g *group) { g.status = status })
}

// Deny takes the right to a resource group from the credentials.
func (s *Server) Deny(id string) {
	s.changeGroup(id, func(g *group) { g.denied = true })
}

// Allow gives the right to a resource group back.
func (s *Server) Allow(id string) {
	s.changeGroup(id, func(g *group) { g.denied = false })
}

// changeGroup changes what s.mu guards of a group, and nothing where there is none
// of the id.
func (s *Server) changeGroup(id string, change func(*group)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		change(g)
	}
}

// Groups are the ids of the resource groups.
func (s *Server) Groups() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

// group finds a resource group, nil where there is none of the id.
func (s *Server) group(id string) *group {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.groups[id]
}
