// Package reaper sweeps a tenant. It lists the executions of every resource
// group, lets the policies decide, applies the limits, stops and deletes
// executions in batches, and lists again until the changes are done. One report
// says what it saw, did and verified.
//
// [Sweep] runs all steps. Each step has its own file, in this order: groups,
// list, plan, duplicates, approved, guard, act, verify, appraise, summarize. A
// step takes values and returns values. A plan is not changed once it is made;
// the results are kept separately.
//
// Only the API holds state: a sweep that is killed leaves nothing behind that the
// next one needs.
package reaper

import (
	"context"
	"io"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/audit"
	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// Options are the input of a sweep. API, Policies, Now, Sleep and Entropy are
// required.
type Options struct {
	API      *aiapi.Client
	Policies *policy.Set
	Groups   Selection
	Mode     report.Mode
	Observe  bool // only observe; Mode must be DryRun
	Limits   Limits
	Costs    *cost.Model // nil: no execution is mapped to a resource plan
	Price    cost.Price  // of a capacity unit, for the report
	Labels   bool        // report the labels of resource groups, even if no decision needs them

	Concurrency int           // resource groups at a time
	BatchSize   int           // ids in a bulk request, 1 to 100
	Bulk        BulkMode      // how changes are sent
	Learned     *Learned      // what the process knows about the bulk call; nil: nothing yet
	StopTimeout time.Duration // how long to wait until stops and deletions are done

	All      bool      // also report what is kept
	Details  bool      // a policy reads statusMessage or outputArtifacts
	Approved *Approved // a reviewed plan that limits what is acted on; nil: none
	// Recorded are listings to plan on instead of the API, which is then not
	// needed. Nothing is acted on. nil: the API is used.
	Recorded []Recording
	Shard    Shard // the part of the tenant for this process

	Parameters    *Parameters    // of configurations, remembered between sweeps; nil: fetched again
	InstanceTypes *InstanceTypes // likewise; nil: looked up anew where Costs asks for them
	Audit         *audit.Log     // nil: none
	// Archive keeps a copy of an execution before it is deleted. If it fails, the
	// execution is not deleted. nil: no copies are kept.
	Archive func(ctx context.Context, group string, e *workload.Execution) error
	// Slots are the schedule slots of this sweep, by policy index. They determine
	// which executions this sweep is the first to announce. nil: it announces
	// nothing.
	Slots []policy.Slot
	// OnPlan is called with the plan of an enforcing sweep before anything is
	// sent; may be nil.
	OnPlan func(*report.Report)
	// OnDecide is called concurrently with the input of each resource group's
	// decisions. It must not keep any part of it; may be nil.
	OnDecide func(policy.Input)
	// OnBatch is called with the size of each bulk request; may be nil.
	OnBatch func(size int)

	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration) error
	Entropy io.Reader // for the sweep's id
	// Progress is called with the progress of the sweep; may be nil. It must be
	// safe for concurrent use.
	Progress func(Progress)
}

// Selection chooses resource groups. Where Include and Labels are empty it is
// Default alone.
type Selection struct {
	Include glob.List
	Exclude glob.List
	Labels  map[string]string // all must hold; full keys
	Default string            // the group of the credentials
}

// Limits is the blast radius of a sweep. A limit of 0 lets nothing through.
type Limits struct {
	MaxStops     int
	MaxDeletes   int
	MaxPercent   float64 // of the executions listed in a group
	MaxClockSkew time.Duration
}

// BulkMode is how changes are sent to the API.
type BulkMode string

// The ways to send changes: by the bulk call, with single calls for what it
// refuses; only by the bulk call; only by single calls.
const (
	BulkAuto   BulkMode = "auto"
	BulkAlways BulkMode = "always"
	BulkNever  BulkMode = "never"
)

// Progress is the progress of a step of the sweep.
type Progress struct {
	Step  string // listing, changing, verifying
	Done  int
	Total int // 0: unknown
}
