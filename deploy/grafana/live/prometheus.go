package live

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Prometheus is a real Prometheus on a free port of the loopback.
type Prometheus struct {
	URL     string
	process *process
}

// Target is what Prometheus scrapes, every second.
type Target struct {
	Job, Address string
	HonorLabels  bool // for a Pushgateway, whose series have their own job label
}

// StartPrometheus starts the prometheus on the PATH, with a rules file if one is
// given. It ends with ctx. The error says what to install.
func StartPrometheus(ctx context.Context, dir string, t Target, rules string) (*Prometheus, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(scrapeConfig(t, rules)), 0o600); err != nil {
		return nil, err
	}
	p := &Prometheus{URL: "http://" + address}
	p.process, err = start(ctx, dir, "prometheus", os.Environ(),
		"--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "tsdb"), "--web.listen-address="+address)
	if err != nil {
		return nil, err
	}
	return p, p.process.answers(ctx, p.URL+"/-/ready")
}

// Stop ends the process.
func (p *Prometheus) Stop() { p.process.stop() }

func scrapeConfig(t Target, rules string) string {
	text := fmt.Sprintf(`global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
scrape_configs:
  - {job_name: %q, honor_labels: %t, static_configs: [{targets: [%q]}]}
`, t.Job, t.HonorLabels, t.Address)
	if rules != "" {
		text += fmt.Sprintf("rule_files: [%q]\n", rules)
	}
	return text
}
