package report

import (
	"iter"
	"sort"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Rows are the executions of a report, resource group by resource group.
type Rows struct {
	policies []string
	parts    []part
	length   int
	picked   []int // indices of the rows to show, in this order; nil: all
}

// part holds the rows of one resource group.
type part struct {
	table  *Table
	done   *Results
	prices Prices
	first  int // index of its first row in the report
}

// Price is the resource plan of an execution, and what it holds while it is
// RUNNING.
type Price struct {
	Plan string
	Held cost.Holding
}

// Prices are the prices in one resource group.
type Prices map[cost.Key]Price

// Of returns the price for a key. If it has none, the price is one node of
// unknown size.
func (p Prices) Of(key cost.Key) Price {
	if price, ok := p[key]; ok {
		return price
	}
	return Price{Plan: cost.Unmapped, Held: cost.Holding{Nodes: 1}}
}

// NewRows returns empty Rows for policies with these names.
func NewRows(policies []string) Rows { return Rows{policies: policies} }

// Add appends the rows of a resource group.
func (r *Rows) Add(t *Table, d *Results, p Prices) {
	if t.Len() > 0 {
		r.parts = append(r.parts, part{t, d, p, r.length})
		r.length += t.Len()
	}
}

// Pick returns the rows at these indices, in their order. They share memory with
// r. Nothing must be added to r afterwards.
func (r *Rows) Pick(indices []int) Rows {
	picked := *r
	picked.picked = make([]int, len(indices))
	for i, n := range indices {
		picked.picked[i] = r.index(n)
	}
	return picked
}

// index returns the index in the parts of row i.
func (r *Rows) index(i int) int {
	if r.picked == nil {
		return i
	}
	return r.picked[i]
}

// Len returns the number of rows.
func (r *Rows) Len() int {
	if r.picked == nil {
		return r.length
	}
	return len(r.picked)
}

// At returns row i, from 0 to Len()-1, in the order of All.
func (r *Rows) At(i int) Row {
	i = r.index(i)
	after := sort.Search(len(r.parts), func(n int) bool { return r.parts[n].first > i })
	p := &r.parts[after-1]
	return p.row(i-p.first, r.policies)
}

// All yields each row. A row may be kept; it shares its texts with the report.
func (r *Rows) All() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for row := range r.Scan() {
			kept := *row
			if !yield(&kept) {
				return
			}
		}
	}
}

// Scan yields each row in the same memory, so a row must not be kept.
func (r *Rows) Scan() iter.Seq[*Row] {
	if r.picked != nil {
		return r.scanPicked()
	}
	return func(yield func(*Row) bool) {
		row := new(Row)
		for _, p := range r.parts {
			for i := range p.table.Len() {
				*row = p.row(i, r.policies)
				if !yield(row) {
					return
				}
			}
		}
	}
}

func (r *Rows) scanPicked() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		row := new(Row)
		for i := range r.picked {
			*row = r.At(i)
			if !yield(row) {
				return
			}
		}
	}
}

func (p *part) row(i int, policies []string) Row {
	row := p.table.row(i)
	price := p.prices.Of(p.table.CostKey(i))
	row.Plan, row.Held, row.Done = price.Plan, price.Held, p.done.At(i)
	if row.PolicyIndex >= 0 {
		row.Policy = policies[row.PolicyIndex]
	}
	if row.Outcome == Deferred {
		row.Reason = policy.ReasonLimit
	}
	return row
}
