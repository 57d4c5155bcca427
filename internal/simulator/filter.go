package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

func number(query url.Values, name string, fallback, most int) (int, error) {
	text := query.Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, fmt.Errorf("%s must be a number from 0 to %d", name, most)
	}
	return n, nil
}

var filters = []string{"scenarioId", "executableIds", "configurationId", "executionScheduleId", "status"}

func hasFilter(query url.Values) bool {
	return slices.ContainsFunc(filters, query.Has)
}

func badFilter(query url.Values) string {
	status := query.Get("status")
	if status != "" && !slices.Contains([]string{"PENDING", "RUNNING", "COMPLETED", "DEAD", "STOPPING", "STOPPED", "UNKNOWN"}, status) {
		return "status must be a single status"
	}
	if selected := query.Get("$select"); selected != "" && selected != "status" {
		return "$select takes status only"
	}
	return ""
}

// traits are the fields by which listings can be filtered.
type traits struct{ scenario, executable, configuration, schedule, status string }

// match reports whether the traits match the filters of a query. known names the
// filters that the call has.
func (t traits) match(query url.Values, known ...string) bool {
	for _, f := range []struct{ name, value string }{
		{"scenarioId", t.scenario}, {"configurationId", t.configuration},
		{"executionScheduleId", t.schedule}, {"status", t.status},
	} {
		if wanted := query.Get(f.name); wanted != "" && wanted != f.value && slices.Contains(known, f.name) {
			return false
		}
	}
	wanted := query.Get("executableIds")
	return wanted == "" || slices.Contains(strings.Split(wanted, ","), t.executable)
}

func matches(e *Execution, query url.Values) bool {
	return traits{e.ScenarioID, e.ExecutableID, e.ConfigurationID, e.ExecutionScheduleID, e.Status}.match(query, filters...)
}
