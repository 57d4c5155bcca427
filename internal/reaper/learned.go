package reaper

import (
	"sync"
	"sync/atomic"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// maxLearned bounds what is remembered of kinds of changes; beyond it what is
// learned is forgotten, and learned anew.
const maxLearned = 10_000

// enough is how many refusals in a row of single calls show that they do not help.
const enough = 5

// Learned is what the API taught a process about its bulk call. Bulk changes are
// an opt-in of each workflow template, and SAP's bulk call does not delete what
// has COMPLETED; what it refuses, the single call may take. The zero value knows
// nothing yet. It is safe for concurrent use.
type Learned struct {
	singly atomic.Bool // something is sent by single calls

	mu          sync.Mutex
	announcedNo bool
	noBulk      map[string]bool     // resource groups without a bulk call
	most        map[string]int      // items that a bulk request of a group takes at most
	sizes       map[string]int      // items of the largest bulk request that a group took
	taken       map[kind]bool       // the bulk call took some
	onlySingly  map[kind]bool       // single calls took what the bulk call had refused
	completed   map[executable]bool // executables whose COMPLETED ones only single calls took
	fruitless   map[attempt]int     // refusals in a row by single calls
}

// kind is what the API may treat alike: the executable and the state.
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

// of returns the kind with all states but COMPLETED taken as one: a template has
// bulk changes or not, and only for COMPLETED the bulk call has a rule of its own.
func (k kind) of() kind {
	if k.status != workload.Completed {
		k.status = ""
	}
	return k
}

// announce takes what the API says of itself: false rules the bulk call out.
func (l *Learned) announce(bulk *bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.announcedNo = bulk != nil && !*bulk
	l.singly.Store(l.announcedNo || len(l.noBulk)+len(l.onlySingly) > 0)
}

// noBulkCall takes note that a resource group is served without the bulk call.
func (l *Learned) noBulkCall(group string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.noBulk, group, true)
	l.singly.Store(true)
}

// takesAtMost takes note of how many items a bulk request of a group takes.
func (l *Learned) takesAtMost(group string, items int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.most, group, items)
}

// took takes note of the size of a bulk request that a group took.
func (l *Learned) took(group string, items int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	remember(&l.sizes, group, max(items, l.sizes[group]))
}

// largest is the size of the largest bulk request that a group took so far.
func (l *Learned) largest(group string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sizes[group]
}

// mostItems is how many items a bulk request of a group may hold.
func (l *Learned) mostItems(group string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n, known := l.most[group]; known {
		return n
	}
	return aiapi.MaxBatch
}

// bulkTook takes note that the bulk call took an item of a kind.
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

// singleTook takes note that the single call took what the bulk call had refused.
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

// singleRefused takes note that the single call refused, too.
func (l *Learned) singleRefused(k kind, target workload.Status, code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := attempt{k.executable, target, code}
	remember(&l.fruitless, a, l.fruitless[a]+1)
}

// worthTrying reports whether the single call may take what the bulk call refused
// with a code.
func (l *Learned) worthTrying(k kind, target workload.Status, code string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fruitless[attempt{k.executable, target, code}] < enough
}

// bulkKnown reports whether the bulk call has taken an item of a kind.
func (l *Learned) bulkKnown(k kind) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken[k.of()]
}

// anySingle reports whether anything is sent by single calls.
func (l *Learned) anySingle() bool { return l.singly.Load() }

// single reports whether a kind of execution is sent by single calls: where there
// is no bulk call, where only single calls take the executable, or where no bulk
// request takes what has COMPLETED.
func (l *Learned) single(group string, k kind) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.announcedNo || l.noBulk[group] || l.onlySingly[k.of()] {
		return true
	}
	if k.status != workload.Completed {
		// Its COMPLETED ones were refused where those of others are taken: the
		// executable is why.
		return l.taken[anyCompleted] && l.onlySingly[kind{k.executable, workload.Completed}] && !l.taken[k.of()]
	}
	return l.onlySingly[kind{executable: k.executable}] || len(l.completed) > 1 || l.completedByState()
}

// anyCompleted stands for what has COMPLETED of whatever executable.
var anyCompleted = kind{status: workload.Completed}

// completedByState reports whether COMPLETED ones were refused of an executable
// whose others the bulk call takes: then the state is why.
func (l *Learned) completedByState() bool {
	for executable := range l.completed {
		if l.taken[kind{executable: executable}] {
			return true
		}
	}
	return false
}

// remember puts a value into a map of bounded size.
func remember[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil || len(*m) >= maxLearned {
		*m = make(map[K]V)
	}
	(*m)[key] = value
}
