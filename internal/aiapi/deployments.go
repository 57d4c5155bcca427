package aiapi

import (
	"context"
	"fmt"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// Deployment is a served model (schema AiDeployment). It holds only the ids of
// the configurations that it uses.
type Deployment struct {
	ID              string
	ConfigurationID string
	// LatestRunningConfigurationID is the configuration that it ran with before
	// it was changed to ConfigurationID, "" if none.
	LatestRunningConfigurationID string
	Status                       string
	TargetStatus                 string
}

// Deployments lists all deployments of a resource group. A listing that stays
// incomplete is an error, as for executions.
func (c *Client) Deployments(ctx context.Context, group string) ([]Deployment, error) {
	l := lister[Deployment]{client: c, path: "/lm/deployments", counts: true, read: readDeployment}
	return l.list(ctx, group)
}

func readDeployment(d *jx.Decoder) (id string, _ Deployment, _ error) {
	var v Deployment
	err := readTexts(d, map[string]*string{
		"id": &v.ID, "configurationId": &v.ConfigurationID, "latestRunningConfigurationId": &v.LatestRunningConfigurationID,
		"status": &v.Status, "targetStatus": &v.TargetStatus,
	}, nil)
	return v.ID, v, err
}

// Configuration is the configuration of executions or deployments (schema
// AiConfiguration). It holds only the input artifacts.
type Configuration struct {
	ID             string
	InputArtifacts []string // ids
}

// Configurations lists all configurations of a resource group, or returns an
// error. The API does not count them, so the listing ends when a page brings
// nothing new.
func (c *Client) Configurations(ctx context.Context, group string) ([]Configuration, error) {
	l := lister[Configuration]{client: c, path: "/lm/configurations", read: readConfiguration}
	return l.list(ctx, group)
}

func readConfiguration(d *jx.Decoder) (id string, _ Configuration, _ error) {
	var v Configuration
	err := readTexts(d, map[string]*string{"id": &v.ID}, map[string]func(*jx.Decoder) error{
		"inputArtifactBindings": func(d *jx.Decoder) error {
			var artifact string
			err := readTexts(d, map[string]*string{"artifactId": &artifact}, nil)
			if err == nil && artifact == "" {
				err = fmt.Errorf("%w: a configuration with an artifact without an id", page.ErrFormat)
			}
			v.InputArtifacts = append(v.InputArtifacts, artifact)
			return err
		},
	})
	return v.ID, v, err
}
