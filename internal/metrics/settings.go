package metrics

// Settings are what a config says about its metrics.
type Settings struct {
	Policies    []string // all policies of the config
	DryRun      []string // those of them that are dry-run: they have no counters
	GroupLabels []string // labels of resource groups to show; the prefix ext.ai.sap.com/ may be left out
	Price       float64  // of a capacity unit; 0: not shown
	Currency    string   // of the price
}

// policies returns the names of the policies as label values.
func (s Settings) policies() map[string]bool {
	named := make(map[string]bool, len(s.Policies))
	for _, name := range s.Policies {
		named[text(name)] = true
	}
	return named
}

// Configure applies the settings of a new config. It drops the gauges of policies
// that the config does not have; their counters stay.
func (m *Metrics) Configure(s Settings) {
	m.mu.Lock()
	defer m.mu.Unlock()
	policies := s.policies()
	for name := range m.swept {
		if !policies[name] {
			m.lastSweep.DeleteLabelValues(name)
			m.lastSuccess.DeleteLabelValues(name)
			delete(m.swept, name)
		}
	}
	m.dryRun = make(map[string]bool, len(s.DryRun))
	for _, name := range s.DryRun {
		m.dryRun[text(name)] = true
	}
	m.shown.Store(m.shown.Load().configured(s))
}
