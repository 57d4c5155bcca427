// Package reaper sweeps a tenant: it lists the executions of every resource
// group, has the policies decide, holds the decisions against the limits, stops
// and deletes what is left in batches, watches the listings until it is done, and
// says in one report what it saw, did and verified.
//
// [Sweep] is the way through. Its steps stand one file each, in the order in
// which they happen: groups, list, plan, duplicates, approved, guard, act, verify,
// appraise, summarize. A step takes values and returns values. A plan is not
// changed once it is made; what became of a decision stands beside it.
//
// Nothing but the API holds the truth: a sweep that is killed leaves nothing
// behind that the next one would need.
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

// Options are what a sweep works with. API, Policies, Now, Sleep and Entropy are
// required.
type Options struct {
	API      *aiapi.Client
	Policies *policy.Set
	Groups   Selection
	Mode     report.Mode
	Observe  bool // only look; Mode must be DryRun
	Limits   Limits
	Costs    *cost.Model // nil: nothing is mapped to a resource plan
	Price    cost.Price  // of a capacity unit, for the report
	Labels   bool        // report the labels of resource groups, also where nothing is decided by them

	Concurrency int           // resource groups at a time
	BatchSize   int           // ids in a bulk request, 1 to 100
	Bulk        BulkMode      // how changes are sent
	Learned     *Learned      // what is known of the bulk call; nil: nothing yet
	StopTimeout time.Duration // how long to wait for what was stopped or deleted to get there

	All      bool      // report what is kept as well
	Details  bool      // a policy reads statusMessage or outputArtifacts
	Approved *Approved // a reviewed plan: nothing else is acted on; nil: there is none
	// Recorded are listings to plan on in place of the API, which is then not
	// needed; nothing is acted on. nil: the API is asked.
	Recorded []Recording
	Shard    Shard // the part of the tenant that this process has

	Parameters    *Parameters    // of configurations, remembered between sweeps; nil: looked up anew
	InstanceTypes *InstanceTypes // likewise; nil: looked up anew where Costs asks for them
	Audit         *audit.Log     // nil: none
	// Archive keeps a copy of an execution before it is deleted; nil: none is
	// kept. Where it fails, the execution is not deleted.
	Archive func(ctx context.Context, group string, e *workload.Execution) error
	// Slots are the slots of the policies' schedules that the sweep is at, by the same
	// index: they say what it announces first. nil: it announces nothing.
	Slots []policy.Slot
	// OnPlan is shown what an enforcing sweep is about to do, before anything is
	// sent; nil: nobody is.
	OnPlan func(*report.Report)
	// OnDecide is shown what each resource group was decided on, by several goroutines;
	// nothing of it may be kept. nil: nobody is.
	OnDecide func(policy.Input)
	// OnBatch is told the size of each bulk request; nil: nobody is.
	OnBatch func(size int)

	Now     func() time.Time
	Sleep   func(ctx context.Context, d time.Duration) error
	Entropy io.Reader // for the sweep's id
	// Progress is told what the sweep is at; nil: nobody is. It must be safe for
	// concurrent use.
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

// The ways to send changes: by the bulk call, and by single calls what the bulk
// call does not take; by the bulk call only; one by one.
const (
	BulkAuto   BulkMode = "auto"
	BulkAlways BulkMode = "always"
	BulkNever  BulkMode = "never"
)

// Progress is how far a step of the sweep has come.
type Progress struct {
	Step  string // listing, changing, verifying
	Done  int
	Total int // 0: not known
}
