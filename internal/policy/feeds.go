package policy

import (
	"encoding/json"
	"strconv"
	"strings"
)

// FeedsDeployment returns the condition of the key feedsDeployment: whether an
// existing deployment uses an output artifact of the execution equals feeds.
func FeedsDeployment(feeds bool) Condition { return feedsDeployment{feeds} }

type feedsDeployment struct{ wanted bool }

func (c feedsDeployment) holds(s *subject) Truth {
	if c.wanted {
		return s.feeds()
	}
	s.bias = s.bias.not()
	t := s.feeds().not()
	s.bias = s.bias.not()
	return t
}

// feeds returns whether a deployment uses an output artifact of the current
// execution. Without output artifacts it is False. It is Unknown if the artifacts
// cannot be read.
func (s *subject) feeds() Truth {
	artifacts, readable := artifactsOf(s.execution.OutputArtifacts)
	switch {
	case readable && len(artifacts) == 0:
		return False
	case !readable && len(artifacts) == 0:
		return Unknown
	case !s.facts.knownFeeding():
		return s.unknown(FactFeeds)
	}
	for _, id := range artifacts {
		if s.facts.Feeding[id] {
			return True
		}
	}
	if !readable {
		return Unknown
	}
	return False
}

// artifactsOf returns the ids in a list of artifacts. readable is false if the
// text is not a list or an artifact has no id.
func artifactsOf(raw string) (ids []string, readable bool) {
	if raw == "" {
		return nil, true
	}
	var list []struct{ ID *string }
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		return nil, false
	}
	readable = true
	for _, artifact := range list {
		if artifact.ID == nil || *artifact.ID == "" {
			readable = false
			continue
		}
		ids = append(ids, *artifact.ID)
	}
	return ids, readable
}

func (c feedsDeployment) withoutAges() Condition { return c }

func (c feedsDeployment) costly() bool { return true }

func (c feedsDeployment) needs(n *Needs) { n.Facts[FactFeeds], n.Details = true, true }

func (c feedsDeployment) explain(s *subject) Check {
	check := Check{Key: "feedsDeployment", Wants: strconv.FormatBool(c.wanted), Holds: c.holds(s)}
	artifacts, readable := artifactsOf(s.execution.OutputArtifacts)
	switch {
	case readable && len(artifacts) == 0:
		check.Saw = "no output artifacts"
	case !readable && len(artifacts) == 0:
		check.Saw = "output artifacts that cannot be read"
	case !s.facts.knownFeeding():
		check.Saw = s.unasked(FactFeeds)
	default:
		check.Saw = s.spellFeeding(artifacts)
	}
	return check
}

func (s *subject) spellFeeding(artifacts []string) string {
	var feeding []string
	for _, id := range artifacts {
		if s.facts.Feeding[id] {
			feeding = append(feeding, id)
		}
	}
	if len(feeding) == 0 {
		return "no deployment is made of its artifacts"
	}
	return "a deployment is made of " + strings.Join(feeding, ", ")
}
