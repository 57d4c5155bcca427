package cli

import (
	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/configs"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
)

// load reads the config, or the demo's, and logs what in it is likely wrong.
func (a *app) load(demo bool) (*config.Config, error) {
	c, warnings, err := a.read(demo)
	if err != nil {
		return nil, usage(err)
	}
	for _, w := range warnings {
		a.log.Warn("config", zap.Stringer("warning", w))
	}
	return c, nil
}

func (a *app) read(demo bool) (*config.Config, []config.Warning, error) {
	if demo {
		return config.Parse("demo.yaml", configs.Demo)
	}
	return config.Load(a.configPath)
}
