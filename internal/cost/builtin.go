package cost

// Builtin returns the resource plans that SAP has published, by name (AWS sizes,
// from the user guide of SAP AI Core). They have no prices; the user sets them.
func Builtin() map[string]Plan {
	plans := make(map[string]Plan)
	for _, p := range []Plan{
		{Name: "starter", CPUs: 1, MemoryBytes: 3e9},
		{Name: "basic", CPUs: 3, MemoryBytes: 11e9},
		{Name: "basic.8x", CPUs: 31, MemoryBytes: 116e9},
		{Name: "train.l", CPUs: 7, MemoryBytes: 55e9, GPUs: 1},
		{Name: "infer.s", CPUs: 3, MemoryBytes: 10e9, GPUs: 1},
		{Name: "infer.m", CPUs: 7, MemoryBytes: 26e9, GPUs: 1},
		{Name: "infer.l", CPUs: 15, MemoryBytes: 58e9, GPUs: 1},
	} {
		plans[p.Name] = p
	}
	return plans
}
