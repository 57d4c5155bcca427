package main

import (
	"bytes"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	schema "github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	statpanel "github.com/grafana/grafana-foundation-sdk/go/stat"
	tablepanel "github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// The types are generated from Grafana's own schema: a field that Grafana does not
// know, or of another kind, is an error here.
func TestTheDashboardFollowsGrafanasSchema(t *testing.T) {
	t.Parallel()
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterPanelcfgVariant(statpanel.VariantConfig())
	runtime.RegisterPanelcfgVariant(tablepanel.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	d, err := strictly(text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Validate(); err != nil && err.Error() != "" {
		t.Error(err)
	}
	if latest := schema.NewDashboard().SchemaVersion; d.SchemaVersion != latest {
		t.Errorf("schemaVersion %d, Grafana's newest is %d", d.SchemaVersion, latest)
	}
	for known, misspelt := range map[string]string{`"timezone"`: `"timeZone"`, `"fillOpacity"`: `"opacity"`, `"legendFormat"`: `"legend"`} {
		if _, err := strictly(bytes.ReplaceAll(text.Bytes(), []byte(known), []byte(misspelt))); err == nil {
			t.Errorf("the schema takes %s for %s", misspelt, known)
		}
	}
}

// strictly reads a dashboard. The decoder returns an error without a text where
// there is none.
//
//lint:ignore SA1019 the file is of this schema, which every Grafana still imports
func strictly(text []byte) (d schema.Dashboard, err error) {
	if err := d.UnmarshalJSONStrict(text); err != nil && err.Error() != "" {
		return d, err
	}
	return d, nil
}
