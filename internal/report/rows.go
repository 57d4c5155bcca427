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
	picked   []int // the rows to show of the parts, in this order; nil: all of them
}

// part is what a report shows of one resource group.
type part struct {
	table  *Table
	done   *Results
	prices Prices
	first  int // of its rows, by the index in the report
}

// Price is what one execution holds while it is RUNNING, and by which resource plan.
type Price struct {
	Plan string
	Held cost.Holding
}

// Prices are the prices in one resource group, by what the cost model goes by.
type Prices map[cost.Key]Price

// Of is the price for a key; without costs it is one node of unknown size.
func (p Prices) Of(key cost.Key) Price {
	if price, ok := p[key]; ok {
		return price
	}
	return Price{Plan: cost.Unmapped, Held: cost.Holding{Nodes: 1}}
}

// NewRows makes empty rows, for policies of these names.
func NewRows(policies []string) Rows { return Rows{policies: policies} }

// Add appends the rows of a resource group.
func (r *Rows) Add(t *Table, d *Results, p Prices) {
	if t.Len() > 0 {
		r.parts = append(r.parts, part{t, d, p, r.length})
		r.length += t.Len()
	}
}

// Pick returns the rows at these indices, in their order. They share their memory
// with r, to which nothing must be added after that.
func (r *Rows) Pick(indices []int) Rows {
	picked := *r
	picked.picked = make([]int, len(indices))
	for i, n := range indices {
		picked.picked[i] = r.index(n)
	}
	return picked
}

// index is where the row at an index stands in the parts.
func (r *Rows) index(i int) int {
	if r.picked == nil {
		return i
	}
	return r.picked[i]
}

// Len is the number of rows.
func (r *Rows) Len() int {
	if r.picked == nil {
		return r.length
	}
	return len(r.picked)
}

// At is the row at an index from 0 to Len()-1, in the order of All.
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

// Scan yields each row in the same memory: a row must not be kept.
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
