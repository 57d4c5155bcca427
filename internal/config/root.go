package config

import (
	"fmt"
	"math"
	"net"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"
	"github.com/aicore-reaper/aicore-reaper/internal/notify"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
	"github.com/aicore-reaper/aicore-reaper/internal/schedule"
)

// apiVersion is the version of the file format.
const apiVersion = "aicore-reaper/v1"

// draft is a config during reading. Checks between parts of the file are made
// after all of it is read.
type draft struct {
	Config
	policies []policyDraft
	minAge   time.Duration
}

// defaults returns the default values of a config.
func defaults(file string) draft {
	d := draft{
		Config: Config{
			File: file, Location: time.UTC, Observe: "@every 15m",
			API:         API{Timeout: 30 * time.Second, PageSize: 5000, BatchSize: 100, Concurrency: 4, RequestsPerSecond: 20, Retries: 5, Bulk: "auto"},
			Limits:      Limits{MaxStops: 500, MaxDeletes: 5000, MaxPercent: 80, MaxClockSkew: 5 * time.Minute},
			StopTimeout: 10 * time.Minute, ShutdownTimeout: 30 * time.Second,
			Metrics: Metrics{Listen: ":9464", Pushgateway: Pushgateway{Job: "aicore-reaper"}},
		},
		minAge: time.Hour,
	}
	d.Set.OptOut.MaxFor = sparedFor
	return d
}

var root = mappingOf([]key[draft]{
	{"apiVersion", "The version of the form of this file.", word(func(*draft, string) {}, apiVersion), false},
	{"mode", "dry-run (default) plans and reports and changes nothing; enforce stops and deletes.",
		word(func(d *draft, s string) { d.Enforce = s == "enforce" }, "dry-run", "enforce"), false},
	{"schedule", "When every policy without a schedule of its own is due: five cron fields, @hourly and its like, or @every 30m.",
		text(func(d *draft, s string) { d.Schedule = s }), false},
	{"observe", "Daemon: when it lists and plans in between and changes nothing, so that gauges and page are never older; also once at the start; \"\": at the start only; default @every 15m.",
		text(func(d *draft, s string) { d.Observe = s }), false},
	{"aiCore", "Where the credentials are, if not where SAP's SDKs look.", in(func(d *draft) *AICore { return &d.AICore }, aiCore), false},
	{"timezone", "IANA name of the time zone of schedules and of the calendar of keep; default UTC.", checked(setLocation), false},
	{"resourceGroups", "Which resource groups are swept; default: the one of the credentials.", in(func(d *draft) *Groups { return &d.Groups }, groups), false},
	{"api", "How the AI API is called.", in(func(d *draft) *API { return &d.API }, api), false},
	{"limits", "The blast radius of one sweep. A limit of 0 means none: nothing of that kind is done.", limits, false},
	{"stopTimeout", "How long a sweep waits for what it stopped or deleted to get there; default 10m.",
		duration(time.Second, func(d *draft, v time.Duration) { d.StopTimeout = v }), false},
	{"shutdownTimeout", "How long the daemon takes to end; default 30s.",
		duration(time.Second, func(d *draft, v time.Duration) { d.ShutdownTimeout = v }), false},
	{"catchUp", "Daemon: true runs every policy once at start; default false.", boolean(func(d *draft, v bool) { d.CatchUp = v }), false},
	{"protect", "What any of these matches is never touched, by any policy.",
		orEmpty(list(match(), func(d *draft, m []policy.Match) { d.Set.Protect = m })), false},
	{"optOut", "How the owner of a run spares it: by a tracking tag.", in(func(d *draft) *policy.OptOut { return &d.Set.OptOut }, optOut), false},
	{"policies", "Which executions expire, which of them are kept, and what is done. The first policy that wants to act on an execution decides.",
		list(policyValue, func(d *draft, p []policyDraft) { d.policies = p }), true},
	{"costs", "What an execution holds while it is RUNNING.", costs, false},
	{"metrics", "Where the metrics go.", in(func(d *draft) *Metrics { return &d.Metrics }, metrics), false},
	{"notify", "Who is told what sweeps did and what will come: one message a sweep at most for each, where there is something to say.",
		orEmpty(list(notifyTarget, func(d *draft, t []notify.Target) { d.Notify = t })), false},
	{"audit", "The audit log: JSON lines, every decision to act and every outcome.", audit, false},
	{"archive", "Where a copy of an execution goes before it is deleted.", archive, false},
}, (*reader).finish)

func setLocation(d *draft, name string) error {
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return fmt.Errorf("`%s` is not a time zone: write an IANA name such as Europe/Berlin, or UTC", name)
	}
	d.Location = location
	return nil
}

var aiCore = mappingOf([]key[AICore]{
	{"serviceKeyFile", "The service key's JSON file.", text(func(a *AICore, s string) { a.ServiceKeyFile = s }), false},
	{"serviceBindingDir", "The directory of a mounted service binding.", text(func(a *AICore, s string) { a.ServiceBindingDir = s }), false},
	{"identityZone", "The only tenant whose credentials may be used; with those of any other nothing is tried.",
		text(func(a *AICore, s string) { a.IdentityZone = s }), false},
}, nil)

var groups = mappingOf([]key[Groups]{
	{"include", "Ids or globs; a glob makes the program list the tenant's groups.", globs(func(g *Groups, l glob.List) { g.Include = l }), false},
	{"exclude", "Ids or globs that are left out.", orEmpty(globs(func(g *Groups, l glob.List) { g.Exclude = l })), false},
	{"labels", "Labels that must all hold; the prefix ext.ai.sap.com/ may be left out.", labels(func(g *Groups, l map[string]string) { g.Labels = l }), false},
}, nil)

const labelPrefix = "ext.ai.sap.com/"

// labels is a mapping of labels of resource groups. A name without a prefix stands
// for the one with SAP's, so that one label can be written in two ways.
func labels[T any](set func(*T, map[string]string)) value[T] {
	return value[T]{texts[T](nil).schema, func(r *reader, n *yaml.Node, into *T) {
		values := make(map[string]string)
		r.mapping(n, func(key, v *yaml.Node) {
			name := key.Value
			if !strings.Contains(name, "/") {
				name = labelPrefix + name
			}
			s, ok := scalar(r, v, "a text", "!!str", "!!int", "!!float", "!!bool")
			if _, twice := values[name]; twice {
				r.problem(key, "the label `%s` stands twice: `%s` and `%s` are the same one", name, strings.TrimPrefix(name, labelPrefix), name)
			} else if ok {
				values[name] = s
			}
		})
		set(into, values)
	}}
}

var api = mappingOf([]key[API]{
	{"timeout", "Of one request; default 30s.", duration(time.Second, func(a *API, v time.Duration) { a.Timeout = v }), false},
	{"pageSize", "Executions on a page ($top); default 5000.", integer(1, 100_000, func(a *API, v int) { a.PageSize = v }), false},
	{"batchSize", "Executions in a bulk request; default 100.", integer(1, 100, func(a *API, v int) { a.BatchSize = v }), false},
	{"concurrency", "Resource groups at a time; default 4.", integer(1, 256, func(a *API, v int) { a.Concurrency = v }), false},
	{"requestsPerSecond", "Over all resource groups; 0 means no limit; default 20.", number(0, math.MaxInt32, func(a *API, v float64) { a.RequestsPerSecond = v }), false},
	{"retries", "After the first try, with back-off; default 5.", integer(0, 100, func(a *API, v int) { a.Retries = v }), false},
	{"bulk", "auto (default): the bulk call unless the API rules it out; always; never: single calls.",
		word(func(a *API, s string) { a.Bulk = s }, "auto", "always", "never"), false},
}, nil)

var limits = mappingOf([]key[draft]{
	{"minAge", "Nothing younger, by createdAt, is ever touched; default 1h.", duration(0, func(d *draft, v time.Duration) { d.minAge = v }), false},
	{"maxStops", "Stops in a sweep; over it the oldest go first; 0: none; default 500.", integer(0, math.MaxInt32, func(d *draft, v int) { d.Limits.MaxStops = v }), false},
	{"maxDeletes", "Deletions in a sweep; over it the oldest go first; 0: none; default 5000.", integer(0, math.MaxInt32, func(d *draft, v int) { d.Limits.MaxDeletes = v }), false},
	{"maxPercent", "Of the executions listed in a resource group; over it the group is left alone; 0: none; default 80.", number(0, 100, func(d *draft, v float64) { d.Limits.MaxPercent = v }), false},
	{"maxClockSkew", "Between this machine and the API; over it the sweep is refused; default 5m.", duration(0, func(d *draft, v time.Duration) { d.Limits.MaxClockSkew = v }), false},
}, nil)

var audit = mappingOf([]key[draft]{
	{"file", "The file that is appended to; it is opened anew on SIGHUP.", text(func(d *draft, s string) { d.AuditFile = s }), false},
}, nil)

var archive = mappingOf([]key[draft]{
	{"url", "file:///directory", checked(func(d *draft, s string) error {
		if s != "" && !strings.HasPrefix(s, "file:///") {
			return fmt.Errorf("`%s` is not in this version: write file:///directory", s)
		}
		d.Archive = s
		return nil
	}), false},
}, nil)

var metrics = mappingOf([]key[Metrics]{
	{"listen", "Where the daemon serves metrics and its status page; default :9464.", checked(func(m *Metrics, s string) error {
		if _, _, err := net.SplitHostPort(s); err != nil {
			return fmt.Errorf("`%s` is not an address to listen at: write :9464 or 127.0.0.1:9464", s)
		}
		m.Listen = s
		return nil
	}), false},
	{"webConfigFile", "TLS and basic auth, in Prometheus' web-config format.", text(func(m *Metrics, s string) { m.WebConfigFile = s }), false},
	{"pushgateway", "A Pushgateway that once pushes to.", in(func(m *Metrics) *Pushgateway { return &m.Pushgateway }, pushgateway), false},
	{"textfile", "A file for node_exporter's textfile collector, ending in .prom.", text(func(m *Metrics, s string) { m.Textfile = s }), false},
	{"groupLabels", "Labels of resource groups that are shown as a metric, for chargeback by team; the prefix ext.ai.sap.com/ may be left out.",
		orEmpty(list(text(func(label *string, s string) { *label = s }), func(m *Metrics, labels []string) { m.GroupLabels = labels })), false},
}, nil)

// finish checks and compiles the config after all of it is read.
func (r *reader) finish(_ *yaml.Node, at map[string]*yaml.Node, d *draft) {
	d.Set.Location, d.Set.MinAge = d.Location, d.minAge
	r.checkSchedule(at["schedule"], d.Schedule, d.Location)
	r.checkSchedule(at["observe"], d.Observe, d.Location)
	if at["policies"] != nil {
		r.finishPolicies(d)
	}
	d.Details = d.Set.Needs().Details
}

func (r *reader) checkSchedule(n *yaml.Node, line string, location *time.Location) {
	if n == nil || line == "" {
		return
	}
	s, err := schedule.Parse(line, location)
	if err != nil {
		r.problem(n, "%v", err)
		return
	}
	if _, ever := s.Next(time.Unix(0, 0)); !ever {
		r.warn(n, "the schedule `%s` is never due", line)
	}
}
