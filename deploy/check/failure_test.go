package check

import (
	"slices"
	"strings"
	"testing"

	batch "k8s.io/api/batch/v1"
)

// The exit codes of the program must match the Job's podFailurePolicy.
func TestWhatOnlyPeopleCanHelpIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	s := startSimulator(t)
	for name, objects := range renders(t) {
		if only[*batch.CronJob](t, objects) == nil {
			continue
		}
		refused := batch.PodFailurePolicyActionFailJob
		if shards(t, objects) > 1 {
			refused = batch.PodFailurePolicyActionFailIndex // the other shards continue
		}
		for _, tt := range []struct {
			name string
			edit func(config string) string
			code int
			want batch.PodFailurePolicyAction
		}{
			{"a bad config ends the job", func(string) string { return "mode: nonsense\n" }, 2, batch.PodFailurePolicyActionFailJob},
			{"a refusal ends the job, or its part of it", refuseAll, 3, refused},
		} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				b, args, config := podBox(t, objects, s)
				b.env = append(b.env, "JOB_COMPLETION_INDEX=0")
				code := b.exitCode(t, args, tt.edit(config))
				if got := fate(t, objects, int32(code)); code != tt.code || got != tt.want {
					t.Errorf("it ends with %d, which leads to %q; want %d and %q", code, got, tt.code, tt.want)
				}
			})
		}
		if got := fate(t, objects, 1); got != "" {
			t.Errorf("%s: a sweep in which something failed is not tried again, but %s", name, got)
		}
	}
}

// refuseAll returns a config whose limits refuse everything: less than one in a
// hundred may be acted on. It is for all groups, so that each shard has some.
func refuseAll(config string) string {
	if !strings.Contains("\n"+config, "\nresourceGroups:") {
		config += "\nresourceGroups: {include: [\"*\"]}\n"
	}
	config = strings.ReplaceAll(config, "limits:\n", "limits:\n  maxPercent: 0.01\n")
	if !strings.Contains(config, "limits:") {
		config += "\nlimits: {maxPercent: 0.01}\n"
	}
	return config
}

// fate returns what the Job does after a pod that exited with code; "" is a
// second try.
func fate(t *testing.T, objects []object, code int32) batch.PodFailurePolicyAction {
	t.Helper()
	job := only[*batch.CronJob](t, objects).Spec.JobTemplate.Spec
	for _, rule := range job.PodFailurePolicy.Rules {
		on := rule.OnExitCodes
		if on == nil || on.Operator != batch.PodFailurePolicyOnExitCodesOpIn || !slices.Contains(on.Values, code) {
			continue
		}
		if *on.ContainerName != job.Template.Spec.Containers[0].Name {
			t.Errorf("a rule goes by the container %s", *on.ContainerName)
		}
		if rule.Action == batch.PodFailurePolicyActionFailIndex && job.BackoffLimitPerIndex == nil {
			t.Error("FailIndex needs backoffLimitPerIndex")
		}
		return rule.Action
	}
	return ""
}
