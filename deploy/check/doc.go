// Package check tests the files for deployment: the manifests with Kubernetes'
// own types, the units with systemd's own checks, the image's build stage in an
// empty root file system. The arguments, environment, mounts and probes of all of
// them are tested with the program itself, against a simulated AI Core.
//
// It is a separate module, so that the product has none of its dependencies. Run
// it with ./run.
package check
