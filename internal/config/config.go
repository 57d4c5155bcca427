package config

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Config is one config file, whole and checked: defaults filled in, globs and
// expressions compiled. Nothing in it needs a second look.
type Config struct {
	File     string // where it came from
	Hash     string // SHA-256 of what decides (policies, protect, optOut, limits, resource groups, timezone), in hex
	Enforce  bool   // mode: enforce
	Schedule string // "" where none is given
	Observe  string // when the daemon looks without changing anything; "": at the start only
	Location *time.Location
	AICore   AICore
	Groups   Groups
	API      API
	Limits   Limits

	StopTimeout     time.Duration
	ShutdownTimeout time.Duration
	CatchUp         bool

	Set       policy.Set // policies and protect, compiled; in file order
	Schedules []string   // of each policy of Set: its own, else Schedule; "" none
	Details   bool       // a policy reads statusMessage or outputArtifacts
	Costs     cost.Model
	Price     cost.Price
	Metrics   Metrics
	AuditFile string
	Archive   string // URL, "" for none

	text string // of the file
}

// AICore says where the credentials are, if not where SAP's SDKs look.
type AICore struct {
	ServiceKeyFile    string
	ServiceBindingDir string
	IdentityZone      string // if set, the only tenant whose credentials may be used
}

// Groups selects resource groups. All empty: the one of the credentials.
type Groups struct {
	Include glob.List
	Exclude glob.List
	Labels  map[string]string // full keys, the prefix ext.ai.sap.com/ filled in
}

// API is how the AI API is called.
type API struct {
	Timeout           time.Duration
	PageSize          int
	BatchSize         int
	Concurrency       int
	RequestsPerSecond float64
	Retries           int
	Bulk              string // auto, always, never
}

// Limits is the blast radius of one sweep.
type Limits struct {
	MaxStops     int
	MaxDeletes   int
	MaxPercent   float64
	MaxClockSkew time.Duration
}

// Metrics is where the metrics go.
type Metrics struct {
	Listen        string
	WebConfigFile string
	Pushgateway   Pushgateway
	Textfile      string
	GroupLabels   []string // labels of resource groups that are shown as a metric
}

// Pushgateway is a group on a Prometheus Pushgateway. URL may hold credentials:
// print it with url.URL.Redacted only.
type Pushgateway struct {
	URL      string
	Job      string
	Grouping map[string]string
}
