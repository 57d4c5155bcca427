package reaper

import (
	"context"
	"fmt"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi"
	"github.com/aicore-reaper/aicore-reaper/internal/policy"
)

// askFeeding finds the artifacts that deployments are made of: those that go into
// their configurations. It is one answer for the whole group.
func (a *asker) askFeeding(ctx context.Context) {
	err := a.try(policy.FactFeeds, func() error {
		feeding, err := a.feeding(ctx)
		if err == nil {
			a.facts.Feeding = feeding
		}
		return err
	})
	if err != nil {
		a.facts.Fail(policy.FactFeeds, err)
	}
}

func (a *asker) feeding(ctx context.Context) (map[string]bool, error) {
	deployments, err := a.api.Deployments(ctx, a.group)
	if err != nil || len(deployments) == 0 {
		return map[string]bool{}, err
	}
	configurations, err := a.api.Configurations(ctx, a.group)
	if err != nil {
		return nil, err
	}
	inputs := make(map[string][]string, len(configurations))
	for _, c := range configurations {
		inputs[c.ID] = append(inputs[c.ID], c.InputArtifacts...)
	}
	feeding := make(map[string]bool)
	for _, d := range deployments {
		if err := feed(feeding, d, inputs); err != nil {
			return nil, fmt.Errorf("resource group %s: %w", a.group, err)
		}
	}
	return feeding, nil
}

// feed adds what a deployment is made of, by the inputs of all configurations.
func feed(feeding map[string]bool, d aiapi.Deployment, inputs map[string][]string) error {
	used := []string{d.ConfigurationID}
	if d.LatestRunningConfigurationID != "" {
		used = append(used, d.LatestRunningConfigurationID)
	}
	for _, id := range used {
		artifacts, listed := inputs[id]
		if !listed {
			return fmt.Errorf("deployment %s is made with the configuration %q, which is not listed: nobody knows what goes into it", d.ID, id)
		}
		for _, artifact := range artifacts {
			feeding[artifact] = true
		}
	}
	return nil
}
