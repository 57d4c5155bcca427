// Package check holds what is shipped for deploying against what it will meet:
// the manifests against Kubernetes' own types, the units against systemd's own
// judgement, the image's build stage against an empty root file system, and the
// arguments, environment, mounts and probes of all of them against the program
// itself, run in front of a simulated AI Core.
//
// It is a module of its own, so that the product depends on none of this. Run it
// by ./run.
package check
