package check

import (
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var btp = schema.GroupVersion{Group: "services.cloud.sap.com", Version: "v1"}

// serviceBinding has the fields of the SAP BTP service operator's ServiceBinding
// that the chart may write, by the operator's CustomResourceDefinition.
type serviceBinding struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata"`
	Spec            serviceBindingSpec `json:"spec"`
}

type serviceBindingSpec struct {
	ServiceInstanceName       string         `json:"serviceInstanceName"`
	ServiceInstanceNamespace  string         `json:"serviceInstanceNamespace,omitempty"`
	SecretName                string         `json:"secretName,omitempty"`
	Parameters                map[string]any `json:"parameters,omitempty"`
	CredentialsRotationPolicy rotationPolicy `json:"credentialsRotationPolicy"`
}

type rotationPolicy struct {
	Enabled           bool          `json:"enabled"`
	RotationFrequency meta.Duration `json:"rotationFrequency,omitempty"`
	RotatedBindingTTL meta.Duration `json:"rotatedBindingTTL,omitempty"`
}

// DeepCopyObject implements runtime.Object.
func (b *serviceBinding) DeepCopyObject() runtime.Object {
	out := *b
	return &out
}

func addServiceBinding(scheme *runtime.Scheme) error {
	scheme.AddKnownTypeWithName(btp.WithKind("ServiceBinding"), &serviceBinding{})
	return nil
}

func hours(n int) meta.Duration { return meta.Duration{Duration: time.Duration(n) * time.Hour} }
