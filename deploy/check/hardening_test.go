package check

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

func TestEveryPodIsHardened(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		p := podOf(t, objects).Spec
		if len(p.Containers) != 1 || len(p.InitContainers) != 0 {
			t.Fatalf("%s: a pod of %d containers", name, len(p.Containers))
		}
		c := p.Containers[0]
		for _, tt := range []struct {
			name      string
			got, want any
		}{
			{"it runs as nobody, under the runtime's seccomp profile", p.SecurityContext, &core.PodSecurityContext{
				RunAsNonRoot: new(true), RunAsUser: new(int64(nobody)), RunAsGroup: new(int64(nobody)), FSGroup: new(int64(nobody)),
				SeccompProfile: &core.SeccompProfile{Type: core.SeccompProfileTypeRuntimeDefault},
			}},
			{"it can write to nothing and become nothing more", c.SecurityContext, &core.SecurityContext{
				AllowPrivilegeEscalation: new(false), ReadOnlyRootFilesystem: new(true),
				Capabilities: &core.Capabilities{Drop: []core.Capability{"ALL"}},
			}},
			{"it gets no token", p.AutomountServiceAccountToken, new(false)},
			{"it gets no service links", p.EnableServiceLinks, new(false)},
			{"it has an identity of its own", p.ServiceAccountName, "aicore-reaper"},
			{"it shares nothing with its node", []bool{p.HostNetwork, p.HostPID, p.HostIPC}, []bool{false, false, false}},
			{"it has time to answer and report", p.TerminationGracePeriodSeconds, new(int64(60))},
			{"it asks for CPU", c.Resources.Requests.Cpu().IsZero(), false},
			{"it asks for memory", c.Resources.Requests.Memory().IsZero(), false},
			{"its memory is limited", c.Resources.Limits.Memory().IsZero(), false},
			{"its image is of a fixed version", fixedVersion(c.Image), true},
			{"its mounts are read-only, but for a claim", writable(c.VolumeMounts), claims(p.Volumes)},
			{"its volumes are a config and a secret, and a claim", sources(p.Volumes), append([]string{"config", "secret"}, claims(p.Volumes)...)},
			{"its variables hold no secret", slices.ContainsFunc(c.Env, fromSecret) || len(c.EnvFrom) > 0, false},
		} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				if !reflect.DeepEqual(tt.got, tt.want) {
					t.Errorf("got %+v, want %+v", tt.got, tt.want)
				}
			})
		}
	}
}

func fixedVersion(image string) bool {
	name := image[strings.LastIndex(image, "/")+1:]
	_, version, found := strings.Cut(name, ":")
	return found && version != "latest"
}

func sources(volumes []core.Volume) []string {
	var out []string
	for _, v := range volumes {
		switch {
		case v.ConfigMap != nil:
			out = append(out, "config")
		case v.Secret != nil && *v.Secret.DefaultMode == 0o440:
			out = append(out, "secret")
		case v.PersistentVolumeClaim != nil:
			out = append(out, v.Name)
		default:
			out = append(out, "another")
		}
	}
	return out
}

// claims returns the names of persistent volumes. There is at most one.
func claims(volumes []core.Volume) []string {
	for _, v := range volumes {
		if v.PersistentVolumeClaim != nil {
			return []string{v.Name}
		}
	}
	return nil
}

func writable(mounts []core.VolumeMount) []string {
	var out []string
	for _, m := range mounts {
		if !m.ReadOnly {
			out = append(out, m.Name)
		}
	}
	return out
}

func fromSecret(e core.EnvVar) bool { return e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil }

func TestSweepsNeverOverlapAndEndBeforeTheNext(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		cron := only[*batch.CronJob](t, objects)
		if cron == nil {
			continue
		}
		job := cron.Spec.JobTemplate.Spec
		hour := int64(3600)
		if strings.HasPrefix(cron.Spec.Schedule, "*/30 ") {
			hour /= 2
		}
		for _, tt := range []struct {
			name string
			ok   bool
		}{
			{"a sweep still running keeps the next away", cron.Spec.ConcurrencyPolicy == batch.ForbidConcurrent},
			{"a slot that is missed is caught up within minutes or not at all", cron.Spec.StartingDeadlineSeconds != nil && *cron.Spec.StartingDeadlineSeconds == 600},
			{"a sweep that hangs ends before the next", job.ActiveDeadlineSeconds != nil && *job.ActiveDeadlineSeconds < hour},
			{"its time zone is named", cron.Spec.TimeZone != nil},
			{"its pods are not restarted in place", job.Template.Spec.RestartPolicy == core.RestartPolicyNever},
			{"some of its ended jobs are kept to be looked at", cron.Spec.SuccessfulJobsHistoryLimit != nil && cron.Spec.FailedJobsHistoryLimit != nil},
		} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				if !tt.ok {
					t.Errorf("it does not hold: %+v", cron.Spec)
				}
			})
		}
	}
}

func TestTheNetworkIsOpenForWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		policy := only[*networking.NetworkPolicy](t, objects)
		if policy == nil {
			t.Errorf("%s: there is no NetworkPolicy", name)
			continue
		}
		if got := policy.Spec.PolicyTypes; len(got) != 2 {
			t.Errorf("%s: it is about %v", name, got)
		}
		var in, out []int32
		for _, rule := range policy.Spec.Ingress {
			in = append(in, ports(rule.Ports)...)
		}
		for _, rule := range policy.Spec.Egress {
			out = append(out, ports(rule.Ports)...)
		}
		want := []int32{53, 53, 443, 9091}
		if strings.HasSuffix(name, "everything.yaml") {
			want = []int32{53, 53, 443, 3128, 9091}
		}
		if !slices.Equal(in, []int32{9464}) || !slices.Equal(out, want) {
			t.Errorf("%s: in %v, out %v", name, in, out)
		}
	}
}

func ports(rules []networking.NetworkPolicyPort) []int32 {
	var out []int32
	for _, r := range rules {
		out = append(out, r.Port.IntVal)
	}
	return out
}
