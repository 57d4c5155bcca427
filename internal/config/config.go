package config

import (
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/cost"
	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// Config is a complete and valid config: defaults are filled in, globs and
// expressions are compiled. Its users need not check it again.
type Config struct {
	File     string // the path of the file
	Hash     string // SHA-256 in hex of all that affects decisions (policies, protect, optOut, limits, resource groups, timezone)
	Enforce  bool   // mode: enforce
	Schedule string // "" if none is given
	Observe  string // when the daemon observes without changing anything; "": only at the start
	Location *time.Location
	AICore   AICore
	Groups   Groups
	API      API
	Limits   Limits

	StopTimeout     time.Duration
	ShutdownTimeout time.Duration
	CatchUp         bool

	Set       policy.Set // policies and protect, compiled; in file order
	Schedules []string   // of each policy of Set: its own, else Schedule; "": none
	Details   bool       // a policy reads statusMessage or outputArtifacts
	Costs     cost.Model
	Price     cost.Price
	Metrics   Metrics
	Notify    []notify.Target
	AuditFile string
	Archive   string // URL, "" if none

	text string // of the file
}

// AICore says where the credentials are, if they are not where SAP's SDKs look.
type AICore struct {
	ServiceKeyFile    string
	ServiceBindingDir string
	IdentityZone      string // if set, the only tenant whose credentials are accepted
}

// Groups selects resource groups. If all fields are empty, it is the group of the
// credentials.
type Groups struct {
	Include glob.List
	Exclude glob.List
	Labels  map[string]string // full keys, the prefix ext.ai.sap.com/ filled in
}

// API says how the AI API is called.
type API struct {
	Timeout           time.Duration
	PageSize          int
	BatchSize         int
	Concurrency       int
	RequestsPerSecond float64
	Retries           int
	Bulk              string // auto, always, never
}

// Limits are the limits of one sweep.
type Limits struct {
	MaxStops     int
	MaxDeletes   int
	MaxPercent   float64
	MaxClockSkew time.Duration
}

// Metrics says where metrics are published.
type Metrics struct {
	Listen        string
	WebConfigFile string
	Pushgateway   Pushgateway
	Textfile      string
	GroupLabels   []string // labels of resource groups to show as a metric
}

// Pushgateway is a group on a Prometheus Pushgateway. URL may contain
// credentials: print it only with url.URL.Redacted.
type Pushgateway struct {
	URL      string
	Job      string
	Grouping map[string]string
}
