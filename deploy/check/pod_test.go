package check

import (
	"path"
	"slices"
	"strconv"
	"testing"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
)

// podBox returns a box like the container of a pod: with its config and secret
// mounted and its variables set. It also returns the config.
func podBox(t *testing.T, objects []object, s *simulated) (b *box, args []string, config string) {
	t.Helper()
	b = newBox(t)
	pod := podOf(t, objects).Spec
	c := pod.Containers[0]
	for _, v := range pod.Volumes {
		at := c.VolumeMounts[slices.IndexFunc(c.VolumeMounts, func(m core.VolumeMount) bool { return m.Name == v.Name })].MountPath
		if v.Secret != nil {
			for name, value := range s.entries() {
				b.put(t, path.Join(at, name), value)
			}
			continue
		}
		if v.PersistentVolumeClaim != nil {
			b.own(t, at)
			continue
		}
		for name, text := range only[*core.ConfigMap](t, objects).Data {
			b.put(t, path.Join(at, name), []byte(text))
			config = text
		}
	}
	for _, e := range c.Env {
		value := e.Value
		if e.ValueFrom != nil && e.ValueFrom.ResourceFieldRef != nil {
			value = strconv.FormatInt(c.Resources.Limits.Memory().Value(), 10)
		}
		b.env = append(b.env, e.Name+"="+value)
	}
	return b, c.Args, config
}

func TestEveryPodRunsTheProgram(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		if shards(t, objects) > 1 {
			continue // below
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSimulator(t) // a separate one, because some configs change it
			b, args, config := podBox(t, objects, s)
			b.runAs(t, args, config)
		})
	}
}

func TestTheShardsOfAnIndexedJobListEveryGroupOnce(t *testing.T) {
	t.Parallel()
	s := startSimulator(t)
	for name, objects := range renders(t) {
		n := shards(t, objects)
		if n == 1 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var together []string
			for i := range n {
				b, args, config := podBox(t, objects, s)
				b.env = append(b.env, "JOB_COMPLETION_INDEX="+strconv.Itoa(i)) // as Kubernetes sets it
				together = append(together, b.sweep(t, args, config)...)
			}
			b, args, config := podBox(t, objects, s)
			b.env = []string{"SERVICE_BINDING_ROOT=/bindings"}
			alone := b.sweep(t, args, config)
			slices.Sort(together)
			slices.Sort(alone)
			if !slices.Equal(together, alone) || len(alone) == 0 {
				t.Errorf("together they list %v, alone one lists %v", together, alone)
			}
		})
	}
}

// shards returns the number of pods among which a Job divides its work.
func shards(t *testing.T, objects []object) int {
	t.Helper()
	cron := only[*batch.CronJob](t, objects)
	if cron == nil || cron.Spec.JobTemplate.Spec.Completions == nil {
		return 1
	}
	return int(*cron.Spec.JobTemplate.Spec.Completions)
}
