package cli

import (
	"context"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// validateOnline goes the way to the API step by step, and says of each how it
// went. It changes nothing.
func (a *app) validateOnline(ctx context.Context, c *config.Config) error {
	t, err := a.connect(c, false)
	if err != nil {
		return err
	}
	defer t.close()
	if err := t.client.Authenticate(ctx); err != nil {
		return usage(err)
	}
	used := t.client.Used()
	fmt.Fprintf(a.Stdout, "credentials: from %s\n", used.Origin)
	if expiry, ok := t.client.CertificateExpiry(); ok {
		fmt.Fprintf(a.Stdout, "client certificate: until %s\n", expiry.UTC().Format("2006-01-02 15:04 MST"))
	}
	fmt.Fprintf(a.Stdout, "token: got one\n")
	meta, err := t.client.Meta(ctx)
	if err != nil {
		return failed(err)
	}
	bulk := "not said, so it is tried"
	if meta.BulkExecutions != nil {
		bulk = map[bool]string{true: "yes", false: "no, so changes go one by one"}[*meta.BulkExecutions]
	}
	fmt.Fprintf(a.Stdout, "API: runtime %s, version %s; bulk changes: %s\n", meta.Runtime, meta.APIVersion, bulk)
	groups, err := t.options.ChooseGroups(ctx)
	if err != nil {
		return failed(err)
	}
	fmt.Fprintf(a.Stdout, "resource groups to sweep: %d\n", len(groups))
	for _, g := range groups {
		fmt.Fprintf(a.Stdout, "  %s (%s)\n", g.ID, g.Status)
	}
	return nil
}
