// Package dashboards holds the integration test of what a user sees: a real
// aicore-reaper sweeps a simulated tenant, a real Prometheus reads its metrics in
// each of the three ways there are, and the dashboard's queries are asked.
//
// It needs Debian's prometheus, prometheus-pushgateway and
// prometheus-node-exporter:
//
//	go test -tags integration ./test/dashboards
package dashboards
