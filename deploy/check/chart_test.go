package check

import (
	"reflect"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// row is one property that a render must have.
type row struct {
	name      string
	got, want any
}

func check(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		if !reflect.DeepEqual(r.got, r.want) {
			t.Errorf("%s: got %+v, want %+v", r.name, r.got, r.want)
		}
	}
}

func TestValuesOfACronJobLandWhereTheyBelong(t *testing.T) {
	t.Parallel()
	objects := decode(t, rendered(t, read(t, "testdata/values/cronjob.yaml")))
	cron := only[*batch.CronJob](t, objects)
	job := cron.Spec.JobTemplate.Spec
	pod := podOf(t, objects)
	binding := only[*serviceBinding](t, objects)
	claim := only[*core.PersistentVolumeClaim](t, objects)
	account := only[*core.ServiceAccount](t, objects)
	policy := only[*networking.NetworkPolicy](t, objects).Spec
	check(t, []row{
		{"nameOverride", cron.Name, "aicore-reaper"}, // the release is called so
		{"nameOverride in labels", cron.Labels["app.kubernetes.io/name"], "reaper"},
		{"commonLabels", []string{cron.Labels["cost-center"], pod.Labels["cost-center"], binding.Labels["cost-center"]}, []string{"42", "42", "42"}},
		{"annotations", cron.Annotations, map[string]string{"owner": "ml"}},
		{"namespace", []string{cron.Namespace, claim.Namespace, binding.Namespace}, []string{"reaper", "reaper", "reaper"}},
		{"suspend", *cron.Spec.Suspend, true},
		{"startingDeadlineSeconds", *cron.Spec.StartingDeadlineSeconds, int64(300)},
		{"history limits", []int32{*cron.Spec.SuccessfulJobsHistoryLimit, *cron.Spec.FailedJobsHistoryLimit}, []int32{0, 1}},
		{"schedule", []string{cron.Spec.Schedule, *cron.Spec.TimeZone}, []string{"*/30 * * * *", "Europe/Berlin"}},
		{"shards", []int32{*job.Completions, *job.Parallelism}, []int32{3, 3}},
		{"ttlSecondsAfterFinished", *job.TTLSecondsAfterFinished, int32(86400)},
		{"serviceAccount", []string{account.Name, pod.Spec.ServiceAccountName, account.Labels["a"], account.Annotations["c"]}, []string{"reaper", "reaper", "b", "d"}},
		{"serviceBinding", binding.Spec, serviceBindingSpec{
			ServiceInstanceName: "aicore-extended", ServiceInstanceNamespace: "shared", SecretName: "aicore-team",
			Parameters:                map[string]any{"credential-type": "x509"},
			CredentialsRotationPolicy: rotationPolicy{RotationFrequency: hours(24), RotatedBindingTTL: hours(12)},
		}},
		{"persistence", []string{*claim.Spec.StorageClassName, claim.Spec.Resources.Requests.Storage().String(), claim.Labels["keep"], claim.Annotations["backup"]}, []string{"nfs", "10Gi", "yes", "daily"}},
		{"a claim outlives the release", claim.Annotations["helm.sh/resource-policy"], "keep"},
		{"accessModes", claim.Spec.AccessModes, []core.PersistentVolumeAccessMode{core.ReadWriteMany}},
		{"proxyPort", policy.Egress[1].Ports[1].Port.IntVal, int32(3128)},
		{"extraIngress and extraEgress", []int{len(policy.Ingress), len(policy.Egress)}, []int{2, 4}},
	})
	checkPod(t, pod)
	for _, name := range []string{"aicore-reaper-web", "aicore-reaper-hooks"} {
		if !named(objects, name) {
			t.Errorf("extraObjects: there is no %s", name)
		}
	}
}

// checkPod checks a pod against testdata/values/cronjob.yaml.
func checkPod(t *testing.T, pod core.PodTemplateSpec) {
	t.Helper()
	p := pod.Spec
	c := p.Containers[0]
	check(t, []row{
		{"podLabels", pod.Labels["sidecar.istio.io/inject"], "false"},
		{"podAnnotations", pod.Annotations["team"], "ml"},
		{"image", []string{c.Image, string(c.ImagePullPolicy), p.ImagePullSecrets[0].Name}, []string{
			"registry.example.com/tools/aicore-reaper@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "Always", "registry",
		}},
		{"podSecurityContext is merged", []int64{*p.SecurityContext.RunAsUser, *p.SecurityContext.RunAsGroup}, []int64{1000, 65532}},
		{"containerSecurityContext is merged", []bool{*c.SecurityContext.RunAsNonRoot, *c.SecurityContext.ReadOnlyRootFilesystem}, []bool{true, true}},
		{"terminationGracePeriodSeconds", *p.TerminationGracePeriodSeconds, int64(120)},
		{"nodeSelector is merged", p.NodeSelector, map[string]string{"kubernetes.io/os": "linux", "kubernetes.io/arch": "arm64"}},
		{"affinity", p.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms[0].MatchExpressions[0].Key, "pool"},
		{"tolerations", p.Tolerations, []core.Toleration{{Key: "batch", Operator: core.TolerationOpExists}}},
		{"topologySpreadConstraints", p.TopologySpreadConstraints[0].TopologyKey, "topology.kubernetes.io/zone"},
		{"classes", []string{p.PriorityClassName, *p.RuntimeClassName}, []string{"low", "gvisor"}},
		{"hostAliases", p.HostAliases[0].IP, "10.1.2.3"},
		{"DNS", []any{p.DNSPolicy, p.DNSConfig.Nameservers}, []any{core.DNSNone, []string{"10.1.2.4"}}},
		{"extraArgs come last", c.Args[len(c.Args)-1], "--log-level=debug"},
		{"extraEnv", c.Env[len(c.Env)-1], core.EnvVar{Name: "NO_PROXY", Value: "localhost"}},
		{"envFrom", c.EnvFrom[0].ConfigMapRef.Name, "proxy"},
		{"initContainers", p.InitContainers[0].Name, "wait"},
		{"volumes", []string{p.Volumes[1].Secret.SecretName, p.Volumes[2].PersistentVolumeClaim.ClaimName, p.Volumes[3].Name}, []string{"aicore-team", "aicore-reaper", "hooks"}},
		{"volumeMounts", []string{c.VolumeMounts[2].MountPath, c.VolumeMounts[3].MountPath}, []string{"/data", "/hooks"}},
	})
}

func TestValuesOfADeploymentLandWhereTheyBelong(t *testing.T) {
	t.Parallel()
	objects := decode(t, rendered(t, read(t, "testdata/values/deployment.yaml")))
	deployment := only[*apps.Deployment](t, objects)
	c := deployment.Spec.Template.Spec.Containers[0]
	service := only[*core.Service](t, objects)
	monitor := only[*monitoring.ServiceMonitor](t, objects)
	end := monitor.Spec.Endpoints[0]
	rule := only[*monitoring.PrometheusRule](t, objects)
	check(t, []row{
		{"fullnameOverride", []string{deployment.Name, service.Name, monitor.Name}, []string{"aicore-reaper-of-team", "aicore-reaper-of-team", "aicore-reaper-of-team"}},
		{"image.tag", c.Image, "ghcr.io/aicore-reaper/aicore-reaper:0.1.1"},
		{"revisionHistoryLimit", *deployment.Spec.RevisionHistoryLimit, int32(0)},
		{"livenessProbe is merged", []any{c.LivenessProbe.FailureThreshold, c.LivenessProbe.PeriodSeconds, c.LivenessProbe.HTTPGet.Scheme, c.LivenessProbe.HTTPGet.Path}, []any{int32(5), int32(30), core.URISchemeHTTPS, "/healthz"}},
		{"readinessProbe is merged", []any{c.ReadinessProbe.InitialDelaySeconds, c.ReadinessProbe.TimeoutSeconds, c.ReadinessProbe.HTTPGet.Path}, []any{int32(5), int32(10), "/readyz"}},
		{"service", []any{service.Labels["a"], service.Annotations["c"], *service.Spec.IPFamilyPolicy, service.Spec.IPFamilies}, []any{"b", "d", core.IPFamilyPolicyPreferDualStack, []core.IPFamily{core.IPv6Protocol, core.IPv4Protocol}}},
		{"serviceAccount.create", []any{only[*core.ServiceAccount](t, objects) == nil, deployment.Spec.Template.Spec.ServiceAccountName}, []any{true, "default"}},
		{"persistence.existingClaim", []any{only[*core.PersistentVolumeClaim](t, objects) == nil, deployment.Spec.Template.Spec.Volumes[2].PersistentVolumeClaim.ClaimName}, []any{true, "shared"}},
		{"networkPolicy.enabled", only[*networking.NetworkPolicy](t, objects) == nil, true},
		{"monitor", []string{monitor.Namespace, monitor.Labels["release"], monitor.Annotations["c"], monitor.Spec.NamespaceSelector.MatchNames[0]}, []string{"monitoring", "prometheus", "d", "reaper"}},
		{"monitor.endpoint", []any{string(end.Interval), string(end.ScrapeTimeout), string(*end.Scheme), end.MetricRelabelConfigs[0].Action}, []any{"1m", "20s", "https", "drop"}},
		{"prometheusRule", []string{rule.Namespace, rule.Labels["release"], rule.Annotations["c"]}, []string{"monitoring", "prometheus", "d"}},
	})
}

// The test runs the command of the pod of helm test.
func TestTheChartsOwnTestPassesWhereATenantAnswers(t *testing.T) {
	t.Parallel()
	s := startSimulator(t)
	objects := decode(t, rendered(t, read(t, "testdata/helm/persistence.yaml")))
	pod := only[*core.Pod](t, objects)
	if pod.Annotations["helm.sh/hook"] != "test" || len(pod.Spec.Volumes) != 2 {
		t.Errorf("it is no test, or waits for a volume: %+v", pod)
	}
	b, _, config := podBox(t, objects, s)
	args := pod.Spec.Containers[0].Args
	b.put(t, configPath(t, args), []byte(config))
	if out, err := b.command(t, args...).CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", args, err, out)
	}
}

func named(objects []object, name string) bool {
	for _, o := range objects {
		if m, ok := o.(meta.Object); ok && m.GetName() == name {
			return true
		}
	}
	return false
}
