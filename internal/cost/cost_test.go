package cost

import (
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/glob"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

func globs(t testing.TB, texts ...string) (list glob.List) {
	t.Helper()
	for _, text := range texts {
		p, err := glob.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func model(t testing.TB) *Model {
	plans := Builtin()
	dear := plans["train.l"]
	dear.CapacityUnitsPerHour = 11.5
	plans["train.l"] = dear
	return &Model{Plans: plans, Rules: []Rule{
		{Executables: globs(t, "text-*"), ResourcePlan: "train.l", Nodes: 2},
		{Scenarios: globs(t, "tuning"), ResourcePlanParameter: "plan", Nodes: 1},
		{Scenarios: globs(t, "churn"), Configurations: globs(t, "big"), ResourcePlan: "basic.8x", Nodes: 1},
	}}
}

func TestOf(t *testing.T) {
	t.Parallel()
	parameters := func(id string) map[string]string {
		return map[string]map[string]string{"known": {"plan": "basic"}, "odd": {"plan": "no-such-plan"}}[id]
	}
	tests := map[string]struct {
		e    workload.Execution
		plan string
		want Holding
	}{
		"a plan by the executable, on two nodes":  {workload.Execution{ExecutableID: "text-clf"}, "train.l", Holding{2, 14, 110e9, 2, 23}},
		"a plan by a parameter":                   {workload.Execution{ScenarioID: "tuning", ConfigurationID: "known"}, "basic", Holding{1, 3, 11e9, 0, 0}},
		"a parameter that names no plan":          {workload.Execution{ScenarioID: "tuning", ConfigurationID: "odd"}, Unmapped, Holding{Nodes: 1}},
		"parameters that could not be had":        {workload.Execution{ScenarioID: "tuning", ConfigurationID: "lost"}, Unmapped, Holding{Nodes: 1}},
		"every list of a rule must match":         {workload.Execution{ScenarioID: "churn", ConfigurationID: "small"}, Unmapped, Holding{Nodes: 1}},
		"a plan by scenario and configuration":    {workload.Execution{ScenarioID: "churn", ConfigurationID: "big"}, "basic.8x", Holding{1, 31, 116e9, 0, 0}},
		"what nothing is known of is one node":    {workload.Execution{}, Unmapped, Holding{Nodes: 1}},
		"the first rule that matches has it, too": {workload.Execution{ExecutableID: "text-clf", ScenarioID: "tuning"}, "train.l", Holding{2, 14, 110e9, 2, 23}},
	}
	for name, test := range tests {
		if plan, got := model(t).Of(model(t).KeyOf(&test.e), parameters(test.e.ConfigurationID)); plan != test.plan || got != test.want {
			t.Errorf("%s: %s %+v, want %s %+v", name, plan, got, test.plan, test.want)
		}
	}
}

func TestParseBytes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"55GB": 55e9, "16GiB": 16 << 30, "1.5 MB": 15e5, "512MiB": 512 << 20, "0B": 0} {
		if got, err := ParseBytes(text); err != nil || got != want {
			t.Errorf("%s is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "55", "GB", "-1GB", "NaNGB", "1e30GB", "55 gigabytes"} {
		if got, err := ParseBytes(text); err == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	m := model(b)
	e := &workload.Execution{ScenarioID: "demand-forecast", ExecutableID: "forecast-fit", ConfigurationID: "c"}
	b.ReportAllocs()
	for b.Loop() {
		m.Of(m.KeyOf(e), nil)
	}
}

func TestQuantity(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"16Gi": 16 << 30, "55G": 55e9, "1.5Ki": 1536, "1024": 1024, "2Ti": 2 << 40, "0": 0} {
		if got, err := Quantity(text); got != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "Gi", "16GB", "-1Gi", "16iG", "1e300Gi", "NaN", "16 Gi"} {
		if got, err := Quantity(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestWithInstanceTypes(t *testing.T) {
	t.Parallel()
	m := &Model{Plans: map[string]Plan{"own": {Name: "own", CPUs: 1}}, Rules: []Rule{{InstanceType: "own", Nodes: 1}, {InstanceType: "gpu", Nodes: 2}}}
	with := m.With(map[string]Plan{"own": {Name: "own", CPUs: 9}, "gpu": {Name: "gpu", GPUs: 4}})
	if _, held := with.Of(Key{Rule: 0}, nil); held.CPUs != 1 {
		t.Errorf("what the user says does not win: %+v", held)
	}
	if plan, held := with.Of(Key{Rule: 1}, nil); plan != "gpu" || held.GPUs != 8 {
		t.Errorf("%s, %+v", plan, held)
	}
	if plan, _ := m.Of(Key{Rule: 1}, nil); plan != Unmapped {
		t.Errorf("the model itself has learned of %s", plan)
	}
}

func TestSumsAreDecimal(t *testing.T) {
	t.Parallel()
	var sum Holding
	for range 1000 {
		sum = sum.Add(Holding{CPUs: 0.1, CapacityUnitsPerHour: 1.1})
	}
	if sum.CPUs != 100 || sum.CapacityUnitsPerHour != 1100 {
		t.Errorf("a thousand times is %+v", sum)
	}
	if h := (Holding{CapacityUnitsPerHour: 1.1}).Times(3); h.CapacityUnitsPerHour != 3.3 {
		t.Errorf("three times 1.1 is %v", h.CapacityUnitsPerHour)
	}
	if h := (Holding{CPUs: 1e305}).Times(1); h.CPUs != 1e305 {
		t.Errorf("once 1e305 is %v", h.CPUs)
	}
}
