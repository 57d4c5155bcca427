package simulator

import (
	"slices"
	"time"
)

// AddGroup adds a resource group with labels (full keys). If it exists, AddGroup
// changes its status and labels. The status is PROVISIONED, PROVISIONING or
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

// RemoveGroup removes a resource group with everything in it.
func (s *Server) RemoveGroup(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.groups, id)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
}

// Relabel replaces the labels of a resource group (full keys).
func (s *Server) Relabel(id string, labels ...[2]string) {
	s.changeGroup(id, func(g *group) { g.labels = labels })
}

// SetGroupStatus changes the status of a resource group.
func (s *Server) SetGroupStatus(id, status string) {
	s.changeGroup(id, func(g *group) { g.status = status })
}

// Deny makes requests for a resource group fail with 403.
func (s *Server) Deny(id string) {
	s.changeGroup(id, func(g *group) { g.denied = true })
}

// Allow ends Deny.
func (s *Server) Allow(id string) {
	s.changeGroup(id, func(g *group) { g.denied = false })
}

// changeGroup calls change with a group while holding s.mu. It does nothing if
// there is no such group.
func (s *Server) changeGroup(id string, change func(*group)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		change(g)
	}
}

// Groups returns the ids of the resource groups.
func (s *Server) Groups() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

// group returns a resource group, nil if there is none with that id.
func (s *Server) group(id string) *group {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.groups[id]
}
