package simulator

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"
)

// facts holds the facts of an execution, beyond its fields, that were set by
// hand.
type facts struct {
	tags                     [][2]string
	metrics                  []Metric
	lines                    []LogLine
	tagged, measured, logged bool
}

func (s *Server) setFacts(groupID, id string, set func(*facts)) {
	s.inside(groupID, func(g *group) {
		if g.facts == nil {
			g.facts = make(map[string]*facts)
		}
		if g.facts[id] == nil {
			g.facts[id] = &facts{}
		}
		set(g.facts[id])
	})
}

// look calls see with an execution, unless there is none with that id.
func (s *Server) look(groupID, id string, see func(*group, *Execution)) {
	s.inside(groupID, func(g *group) {
		if e := g.byID[id]; e != nil {
			see(g, e)
		}
	})
}

// draws returns the random source for one kind of fact of a seeded execution.
// Each kind has its own source, so that adding a kind does not change what a seed
// gives.
func (s *Server) draws(e *Execution, sort string) *rand.Rand {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s/%s", sort, e.ID)
	return rand.New(rand.NewPCG(s.options.Seed, h.Sum64()))
}

// OptOutTag is the opt-out tag of some seeded executions.
const OptOutTag = "reaper.keep"

// tags returns the tags of an execution: a framework's tag once it has ended, and
// random ones if it is seeded.
func (s *Server) tags(g *group, e *Execution) (tags [][2]string) {
	if f := g.facts[e.ID]; f != nil && f.tagged {
		return f.tags
	}
	if !e.CompletionTime.IsZero() {
		tags = append(tags, [2]string{"framework", "simulated"})
	}
	if e.seeded == "" {
		return tags
	}
	random := s.draws(e, "tags")
	if random.IntN(100) < 30 {
		tags = append(tags, [2]string{"experiment", []string{"baseline", "ablation", "sweep"}[random.IntN(3)]})
	}
	if random.IntN(100) < 6 {
		later, sooner := e.CreatedAt.AddDate(1, 2, 0).UTC(), e.CreatedAt.AddDate(0, 0, 7).UTC()
		values := []string{"please", later.Format(time.DateOnly), later.Format(time.RFC3339), sooner.Format(time.DateOnly)}
		tags = append(tags, [2]string{OptOutTag, values[random.IntN(len(values))]})
	}
	return tags
}

// metrics returns the metrics of an execution: a loss once it has ended, and for
// most seeded ones that completed an accuracy with three values. The newest value
// is the last or the first in the list.
func (s *Server) metrics(g *group, e *Execution) (metrics []Metric) {
	if f := g.facts[e.ID]; f != nil && f.measured {
		return f.metrics
	}
	if !e.CompletionTime.IsZero() {
		metrics = append(metrics, Metric{"loss", 0.25, e.CompletionTime, 10})
	}
	random := s.draws(e, "metrics")
	if e.seeded == "" || e.Status != "COMPLETED" || random.IntN(100) >= 70 {
		return metrics
	}
	for step := 1; step <= 3; step++ {
		at := e.StartTime.Add(e.CompletionTime.Sub(e.StartTime) * time.Duration(step) / 3)
		metrics = append(metrics, Metric{"accuracy", float64(5000+random.IntN(4900)) / 10_000, at, step})
	}
	if random.IntN(2) == 0 {
		slices.Reverse(metrics)
	}
	return metrics
}

// book returns the log of an execution: one line each minute from its start to
// its end. Some seeded RUNNING ones fell silent within three hours, or never
// wrote a line.
func (s *Server) book(g *group, e *Execution) book {
	if f := g.facts[e.ID]; f != nil && f.logged {
		return book{lines: f.lines}
	}
	last := e.CompletionTime
	if last.IsZero() {
		last = s.now()
	}
	if e.seeded == "RUNNING" {
		random := s.draws(e, "log")
		switch n := random.IntN(100); {
		case n < 10:
			return book{}
		case n < 35:
			if silent := e.StartTime.Add(time.Duration(random.IntN(180)) * time.Minute); silent.Before(last) {
				last = silent
			}
		}
	}
	return book{start: e.StartTime, last: last}
}
