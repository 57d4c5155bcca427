package check

import (
	"strings"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
)

// object is one of Kubernetes' own types, or of the Prometheus operator's.
type object = runtime.Object

// known returns the kinds of objects in the manifests.
func known(t *testing.T) *runtime.Scheme {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		apps.AddToScheme, batch.AddToScheme, core.AddToScheme, networking.AddToScheme, monitoring.AddToScheme, addServiceBinding,
	} {
		if err := add(scheme); err != nil {
			t.Fatal(err)
		}
	}
	return scheme
}

// decode reads a stream of documents. An unknown field fails the test.
func decode(t *testing.T, documents string) []object {
	t.Helper()
	scheme := known(t)
	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Yaml: true, Strict: true})
	var out []object
	for text := range strings.SplitSeq("\n"+documents, "\n---\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		o, _, err := strict.Decode([]byte(text), nil, nil)
		if err != nil {
			t.Fatalf("%v in:\n%s", err, text)
		}
		out = append(out, o)
	}
	return out
}

// only returns the one object of a type, or nil where there is none.
func only[T object](t *testing.T, objects []object) (found T) {
	t.Helper()
	n := 0
	for _, o := range objects {
		if as, ok := o.(T); ok {
			found, n = as, n+1
		}
	}
	if n > 1 {
		t.Fatalf("there are %d %T", n, found)
	}
	return found
}

// podOf returns the pod of the only workload.
func podOf(t *testing.T, objects []object) core.PodTemplateSpec {
	t.Helper()
	if job := only[*batch.CronJob](t, objects); job != nil {
		return job.Spec.JobTemplate.Spec.Template
	}
	if deployment := only[*apps.Deployment](t, objects); deployment != nil {
		return deployment.Spec.Template
	}
	t.Fatal("there is no workload")
	return core.PodTemplateSpec{}
}
