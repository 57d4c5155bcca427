// Package dashboards holds the integration test of the dashboard. A real
// aicore-reaper sweeps a simulated tenant, a real Prometheus reads its metrics in
// each of the three possible ways, and the test asks the dashboard's queries.
//
// It needs Debian's prometheus, prometheus-pushgateway and
// prometheus-node-exporter:
//
//	go test -tags integration ./test/dashboards
package dashboards
