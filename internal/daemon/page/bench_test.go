package page

import "testing"

func BenchmarkPlan(b *testing.B) {
	mux := site(&State{Config: read(b, yaml), Newest: reportOn(rows(100_000)...)})
	for b.Loop() {
		get(b, mux, "/plan?sort=-overdue&q=config-3")
	}
}

func BenchmarkOverview(b *testing.B) {
	mux := site(&State{Config: read(b, yaml), Newest: reportOn(rows(100_000)...)})
	for b.Loop() {
		get(b, mux, "/")
	}
}
