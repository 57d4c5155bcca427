package aiapi

import (
	"context"
	"fmt"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// Deployment is a model that is served (schema AiDeployment), as far as it says
// what it is made of.
type Deployment struct {
	ID              string
	ConfigurationID string
	// LatestRunningConfigurationID is what it ran with before it was changed to
	// ConfigurationID, "" where there is none.
	LatestRunningConfigurationID string
	Status                       string
	TargetStatus                 string
}

// Deployments lists the deployments of a resource group. The listing is complete,
// as one of executions is, or an error.
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

// Configuration is what executions and deployments are made of (schema
// AiConfiguration), as far as it says what goes in.
type Configuration struct {
	ID             string
	InputArtifacts []string // by id
}

// Configurations lists the configurations of a resource group, whole or not at
// all. They are not counted: the listing ends where a page brings nothing new.
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
