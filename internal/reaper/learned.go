package reaper

import (
	"sync"
	"sync/atomic"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxLearned limits each map of Learned. A full map is emptied and learned again.
const maxLearned = 10_000

// enough is after how many refusals in a row single calls are no longer tried.
const enough = 5

// Learned is what a process has learned about the bulk call. Each workflow
// template must opt in to bulk changes, and SAP's bulk call does not delete
// COMPLETED executions. The single call may accept what the bulk call refuses.
// The zero value knows nothing yet. Learned is safe for concurrent use.
type Learned struct {
	singly atomic.Bool // whether anything is sent by single calls

	mu          sync.Mutex
	announcedNo bool
	noBulk      map[string]bool     // resource groups without a bulk call
	most        map[string]int      // the largest allowed bulk request of a group, in items
	sizes       map[string]int      // the largest accepted bulk request of a group, in items
	taken       map[kind]bool       // kinds that the bulk call accepted
	onlySingly  map[kind]bool       // kinds that only single calls accepted
	completed   map[executable]bool // executables whose COMPLETED executions only single calls accepted
	fruitless   map[attempt]int     // how many refusals in a row by single calls
}

// kind is a group of executions that the API may treat alike: those with the same
// executable and state.
type kind struct {
	executable executable
	status     workload.Status
}

// executable names a workflow template.
type executable struct{ scenario, id string }

// attempt is a kind of refusal.
type attempt struct {
	executable executable
	target     workload.Status
	code       string
}

// of returns the kind with all states but COMPLETED merged: a template allows
// bulk changes or not, and the bulk call has a special rule only for COMPLETED.
func (k kind) of() kind {
	if k.status != workload.Completed {
		k.status = ""
	}
	return k
}

// announce records what the API says about the bulk call. false means that there
// is none.
func (l *Learned) announce(bulk *bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.announcedNo = bulk != nil && !*bulk
	l.singly.Store(l.announcedNo || len(l.noBulk)+len(l.onlySingly) > 0)
}

// noBulkCall records that a resource group has no bulk call.
func (l *Learned) noBulkCall(group string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.noBulk, group, true)
	l.singly.Store(true)
}

// takesAtMost records the largest allowed bulk request of a group.
func (l *Learned) takesAtMost(group string, items int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.most, group, items)
}

// took records the size of an accepted bulk request of a group.
func (l *Learned) took(group string, items int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.sizes, group, max(items, l.sizes[group]))
}

// largest returns the size of the largest accepted bulk request of a group.
func (l *Learned) largest(group string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sizes[group]
}

// mostItems returns how many items a bulk request of a group may have.
func (l *Learned) mostItems(group string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n, known := l.most[group]; known {
		return n
	}
	return aiapi.MaxBatch
}

// bulkTook records that the bulk call accepted an item of a kind.
func (l *Learned) bulkTook(k kind) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.taken, k.of(), true)
	delete(l.onlySingly, k.of())
	if k.status == workload.Completed {
		remember(&l.taken, anyCompleted, true)
		l.completed = nil
	}
}

// singleTook records that the single call accepted a change that the bulk call
// had refused.
func (l *Learned) singleTook(k kind, target workload.Status, code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.fruitless, attempt{k.executable, target, code})
	if l.taken[k.of()] {
		return
	}
	remember(&l.onlySingly, k.of(), true)
	l.singly.Store(true)
	if k.status == workload.Completed && !l.taken[anyCompleted] {
		remember(&l.completed, k.executable, true)
	}
}

// singleRefused records that the single call also refused a change.
func (l *Learned) singleRefused(k kind, target workload.Status, code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := attempt{k.executable, target, code}
	remember(&l.fruitless, a, l.fruitless[a]+1)
}

// worthTrying reports whether the single call may accept a change that the bulk
// call refused with this code.
func (l *Learned) worthTrying(k kind, target workload.Status, code string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fruitless[attempt{k.executable, target, code}] < enough
}

// bulkKnown reports whether the bulk call has accepted an item of a kind.
func (l *Learned) bulkKnown(k kind) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken[k.of()]
}

// anySingle reports whether anything is sent by single calls.
func (l *Learned) anySingle() bool { return l.singly.Load() }

// single reports whether a kind of execution is sent by single calls: because
// there is no bulk call, because only single calls accept the executable, or
// because no bulk request accepts COMPLETED executions.
func (l *Learned) single(group string, k kind) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.announcedNo || l.noBulk[group] || l.onlySingly[k.of()] {
		return true
	}
	if k.status != workload.Completed {
		// The bulk call accepts COMPLETED executions of others, so the executable
		// is the cause.
		return l.taken[anyCompleted] && l.onlySingly[kind{k.executable, workload.Completed}] && !l.taken[k.of()]
	}
	return l.onlySingly[kind{executable: k.executable}] || len(l.completed) > 1 || l.completedByState()
}

// anyCompleted is the kind of COMPLETED executions of any executable.
var anyCompleted = kind{status: workload.Completed}

// completedByState reports whether the bulk call refused COMPLETED executions of
// an executable but accepted others of it. Then the state is the cause.
func (l *Learned) completedByState() bool {
	for executable := range l.completed {
		if l.taken[kind{executable: executable}] {
			return true
		}
	}
	return false
}

// remember puts a value into a map. It empties the map first if it is full.
func remember[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil || len(*m) >= maxLearned {
		*m = make(map[K]V)
	}
	(*m)[key] = value
}
