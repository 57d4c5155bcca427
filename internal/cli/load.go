package cli

import (
	"context"
	"os"

	"go.uber.org/zap"

	"github.com/aicore-reaper/aicore-reaper/configs"
	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/config"
	"github.com/aicore-reaper/aicore-reaper/internal/metrics"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// load reads the config, or that of the demo, and logs its warnings.
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

// process returns the process for the tenants of this command.
func (a *app) process() *tenant.Process {
	version, revision := buildVersion()
	return &tenant.Process{
		Metrics: metrics.New(version, revision), Log: a.log, Version: version, Now: a.now, Sleep: a.sleep, Entropy: a.entropy,
	}
}

// session is a command's work on one tenant.
type session struct {
	*tenant.Tenant
	process *tenant.Process
	end     func()
}

// open opens the tenant of a config, or that of the demo.
func (a *app) open(c *config.Config, demo bool) (*session, error) {
	where, end, err := a.whereabouts(demo)
	if err != nil {
		return nil, err
	}
	s := &session{process: a.process(), end: end}
	if s.Tenant, err = s.process.Open(c, where(c)); err != nil {
		end()
		return nil, usage(err)
	}
	return s, nil
}

func (s *session) close() {
	s.Close()
	_ = s.process.Close() // the sweep has reported outcomes that are missing from the audit log
	s.end()
}

// whereabouts returns where to look for the credentials of a config: in the
// places of the config and of SAP's SDKs, or, for the demo, only at its simulated
// tenant, which runs until end is called.
func (a *app) whereabouts(demo bool) (where func(*config.Config) credentials.Settings, end func(), err error) {
	if demo {
		s, err := a.startDemo()
		if err != nil {
			return nil, nil, failed(err)
		}
		return func(*config.Config) credentials.Settings { return credentials.Settings{Getenv: s.getenv} }, s.close, nil
	}
	home, _ := os.UserHomeDir() // without a home directory there is no config.json
	return func(c *config.Config) credentials.Settings {
		return credentials.Settings{
			ServiceKeyFile: c.AICore.ServiceKeyFile, ServiceBindingDir: c.AICore.ServiceBindingDir,
			IdentityZone: c.AICore.IdentityZone, Getenv: a.Getenv, Home: home,
		}
	}, func() {}, nil
}

// reach opens the tenant and finds the resource groups of the config. If there is
// no error, the caller must close the session.
func (a *app) reach(ctx context.Context, demo bool) (*session, []workload.ResourceGroup, error) {
	c, err := a.load(demo)
	if err != nil {
		return nil, nil, err
	}
	s, err := a.open(c, demo)
	if err != nil {
		return nil, nil, err
	}
	groups, err := s.groups(ctx)
	if err != nil {
		s.close()
		return nil, nil, err
	}
	return s, groups, nil
}

// groups returns the resource groups of the config.
func (s *session) groups(ctx context.Context) ([]workload.ResourceGroup, error) {
	if err := s.Authenticate(ctx); err != nil {
		return nil, usage(err)
	}
	groups, err := s.Groups(ctx, s.Config())
	if err != nil {
		return nil, failed(err)
	}
	return groups, nil
}
