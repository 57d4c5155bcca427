package check

import (
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// A wrong reference from one object to another has no effect and no error, so the
// test checks them.
func TestObjectsMeetEachOther(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pod := podOf(t, objects)
			if c := only[*core.ConfigMap](t, objects); c == nil || c.Name != pod.Spec.Volumes[0].ConfigMap.Name {
				t.Error("the pod mounts another ConfigMap")
			}
			if a := only[*core.ServiceAccount](t, objects); a == nil || a.Name != pod.Spec.ServiceAccountName || *a.AutomountServiceAccountToken {
				t.Error("the pod has another ServiceAccount, or that hands out its token")
			}
			selectors(t, objects, pod)
			if monitor := only[*monitoring.ServiceMonitor](t, objects); monitor != nil {
				s := only[*core.Service](t, objects)
				chosen(t, "the ServiceMonitor", &monitor.Spec.Selector, s.Labels)
				if e := monitor.Spec.Endpoints[0]; e.Port != s.Spec.Ports[0].Name || !e.HonorLabels {
					t.Error("the ServiceMonitor names a port that the Service has not, or overwrites labels")
				}
			}
		})
	}
}

// selectors checks that every selector of pods matches the pod.
func selectors(t *testing.T, objects []object, pod core.PodTemplateSpec) {
	t.Helper()
	chosen(t, "the NetworkPolicy", &only[*networking.NetworkPolicy](t, objects).Spec.PodSelector, pod.Labels)
	if deployment := only[*apps.Deployment](t, objects); deployment != nil {
		chosen(t, "the Deployment", deployment.Spec.Selector, pod.Labels)
	}
	if service := only[*core.Service](t, objects); service != nil {
		chosen(t, "the Service", &meta.LabelSelector{MatchLabels: service.Spec.Selector}, pod.Labels)
		namedPort(t, pod, service.Spec.Ports[0].TargetPort.StrVal)
	}
	if monitor := only[*monitoring.PodMonitor](t, objects); monitor != nil {
		chosen(t, "the PodMonitor", &monitor.Spec.Selector, pod.Labels)
		e := monitor.Spec.PodMetricsEndpoints[0]
		namedPort(t, pod, *e.Port)
		if !e.HonorLabels {
			t.Error("the PodMonitor overwrites the label endpoint")
		}
	}
}

func chosen(t *testing.T, who string, selector *meta.LabelSelector, of map[string]string) {
	t.Helper()
	s, err := meta.LabelSelectorAsSelector(selector)
	if err != nil || s.Empty() || !s.Matches(labels.Set(of)) {
		t.Errorf("%s chooses %v, not %v (%v)", who, s, of, err)
	}
}

// namedPort checks that the pod has the port, with the default port of the
// program.
func namedPort(t *testing.T, pod core.PodTemplateSpec, name string) {
	t.Helper()
	for _, p := range pod.Spec.Containers[0].Ports {
		if p.Name == name && p.ContainerPort == 9464 {
			return
		}
	}
	t.Errorf("the pod has no port %s of number 9464", name)
}

func TestTheDaemonIsAloneAndProbed(t *testing.T) {
	t.Parallel()
	for name, objects := range renders(t) {
		deployment := only[*apps.Deployment](t, objects)
		if deployment == nil {
			continue
		}
		if *deployment.Spec.Replicas != 1 || deployment.Spec.Strategy.Type != apps.RecreateDeploymentStrategyType {
			t.Errorf("%s: two of it could run at a time", name)
		}
		c := deployment.Spec.Template.Spec.Containers[0]
		for path, p := range map[string]*core.Probe{"/healthz": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
			if p == nil || p.HTTPGet == nil || p.HTTPGet.Path != path || p.HTTPGet.Port.StrVal != "http" {
				t.Errorf("%s: no probe of %s at the port http", name, path)
			}
		}
		namedPort(t, deployment.Spec.Template, "http")
	}
}
