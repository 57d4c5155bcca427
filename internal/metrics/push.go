package metrics

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Pushgateway is a group on a Pushgateway.
type Pushgateway struct {
	URL      string // may hold user and password
	Job      string
	Grouping map[string]string
	Timeout  time.Duration // of a read or a write
}

const maxExposition = 256 << 20

// Push adds what this process counted to what the group holds and puts the whole
// there; with nothingYet it puts the series there as they stood, and zeros for
// new ones. Two processes that push to one group at the same moment can lose one
// of their sums, never damage the group: give them groups of their own by grouping.
func (m *Metrics) Push(ctx context.Context, g Pushgateway, nothingYet bool) error {
	ctx, cancel := context.WithTimeout(ctx, g.Timeout)
	defer cancel()
	u, err := url.Parse(g.URL)
	if err != nil {
		return fmt.Errorf("metrics.pushgateway.url is no address") // the text may hold a password
	}
	standing, err := g.read(ctx, u)
	if err != nil {
		return fmt.Errorf("read what the Pushgateway %s holds: %w: the sweep is done, its numbers are not pushed", u.Redacted(), err)
	}
	own, err := m.gathered()
	if err != nil {
		return fmt.Errorf("gather the metrics: %w", err)
	}
	if nothingYet {
		own = zeroed(own)
	}
	families := sortedFamilies(merged(standing, own))
	plain := *u
	plain.User = nil
	pusher := push.New(plain.String(), g.Job).Gatherer(prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return families, nil }))
	for name, value := range g.Grouping {
		pusher.Grouping(name, value)
	}
	if password, ok := u.User.Password(); ok {
		pusher.BasicAuth(u.User.Username(), password)
	}
	if err := pusher.PushContext(ctx); err != nil {
		return fmt.Errorf("push to the Pushgateway %s: %w: the sweep is done, its numbers are not pushed", u.Redacted(), err)
	}
	return nil
}

// read returns the metrics of the group, without the labels that make it one.
func (g Pushgateway) read(ctx context.Context, u *url.URL) (map[string]*dto.MetricFamily, error) {
	address := u.JoinPath("metrics")
	address.User = nil
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	if password, ok := u.User.Password(); ok {
		req.SetBasicAuth(u.User.Username(), password)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answered %s", resp.Status)
	}
	families, err := parse(http.MaxBytesReader(nil, resp.Body, maxExposition))
	if err != nil {
		return nil, err
	}
	for _, f := range families {
		g.narrow(f)
	}
	if err := believable(families); err != nil {
		return nil, fmt.Errorf("%w: delete the group there", err)
	}
	return families, nil
}

// narrow keeps the series of the group.
func (g Pushgateway) narrow(f *dto.MetricFamily) {
	var mine []*dto.Metric
	for _, m := range f.Metric {
		rest, matched := []*dto.LabelPair{}, 0
		for _, l := range m.Label {
			value, grouping := g.Grouping[l.GetName()]
			switch {
			case l.GetName() == "job" && l.GetValue() == g.Job, grouping && value == l.GetValue():
				matched++
			case l.GetName() == "instance" && l.GetValue() == "":
			default:
				rest = append(rest, l)
			}
		}
		// One that has the label of a shard still belongs to that one's group.
		if matched == 1+len(g.Grouping) && !slices.ContainsFunc(rest, func(l *dto.LabelPair) bool { return l.GetName() == shardLabel }) {
			m.Label = rest
			mine = append(mine, m)
		}
	}
	f.Metric = mine
}

func parse(r io.Reader) (map[string]*dto.MetricFamily, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(r)
}
