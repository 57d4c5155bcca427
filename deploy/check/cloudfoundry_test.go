package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// manifest has the fields in use of Cloud Foundry's app manifest, as its Cloud
// Controller reads them (app/messages/app_manifest_message.rb). Unknown fields
// are errors, as there.
type manifest struct {
	Version      int   `json:"version"`
	Applications []app `json:"applications"`
}

type app struct {
	Name       string            `json:"name"`
	Buildpacks []string          `json:"buildpacks"`
	NoRoute    bool              `json:"no-route"`
	Services   []string          `json:"services"`
	Env        map[string]string `json:"env"`
	Processes  []process         `json:"processes"`
	process    `json:",inline"`
}

type process struct {
	Type                         string `json:"type"`
	Command                      string `json:"command"`
	Instances                    int    `json:"instances"`
	Memory                       string `json:"memory"`
	DiskQuota                    string `json:"disk_quota"`
	HealthCheckType              string `json:"health-check-type"`
	HealthCheckHTTPEndpoint      string `json:"health-check-http-endpoint"`
	HealthCheckInvocationTimeout int    `json:"health-check-invocation-timeout"`
}

func appOf(t *testing.T, name string) app {
	t.Helper()
	var m manifest
	if err := yaml.UnmarshalStrict([]byte(read(t, "../cloudfoundry/"+name)), &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(m.Applications) != 1 {
		t.Fatalf("%s has %d applications", name, len(m.Applications))
	}
	return m.Applications[0]
}

// container returns a command in the environment of an app: its directory, a
// shell, and the variables that Cloud Foundry sets.
func container(t *testing.T, a app, command, port string, s *simulated) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	program, err := os.ReadFile(binary)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "aicore-reaper"), program, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "aicore-reaper.yaml"), []byte(shippedConfig(t)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", command)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + dir, "USER=vcap", "LANG=en_US.UTF-8", "PORT=" + port, "MEMORY_LIMIT=256m",
		"CF_INSTANCE_INDEX=0", `VCAP_APPLICATION={"application_name":"aicore-reaper","uris":[]}`, "VCAP_SERVICES=" + bound(t, a.Services, s),
	}
	for name, value := range a.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// bound returns VCAP_SERVICES with a binding for each service. The one of AI Core
// is for the simulator.
func bound(t *testing.T, services []string, s *simulated) string {
	t.Helper()
	out := make(map[string][]map[string]any)
	for _, label := range services {
		credentials := map[string]any{"clientid": "sb-other", "clientsecret": "other", "url": "https://other.example.com"}
		if label == "aicore" {
			credentials = s.key
			credentials["appname"], credentials["identityzone"], credentials["identityzoneid"] = "b1!b2|aicore!b3", "team", "0b5f9d4e-6f1c-4c43-9d2b-3a3b1c9a7f10"
		}
		out[label] = []map[string]any{{
			"label": label, "plan": "standard", "name": label, "instance_name": label, "binding_name": nil, "provider": nil,
			"instance_guid": "3e4d0a6a-7b0e-4f2b-8f7e-2f1d6f4b9a01", "binding_guid": "5c2f8a9b-1d3e-4a5f-9b8c-7d6e5f4a3b02",
			"tags": []string{label}, "syslog_drain_url": nil, "volume_mounts": []any{}, "credentials": credentials,
		}}
	}
	text, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// freePort returns an unused port of the loopback.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

func TestTheWorkerOnCloudFoundryAnswersItsHealthCheck(t *testing.T) {
	t.Parallel()
	a := appOf(t, "manifest.yaml")
	check(t, []row{
		{"buildpacks", a.Buildpacks, []string{"binary_buildpack"}},
		{"no-route", a.NoRoute, true},
		{"instances", a.Instances, 1},
		{"health check", []string{a.HealthCheckType, a.HealthCheckHTTPEndpoint}, []string{"http", "/healthz"}},
		{"services", a.Services, []string{"aicore"}},
		{"processes: only one of the type web has a port to be checked at", len(a.Processes), 0},
	})
	port := freePort(t)
	command := strings.Replace(a.Command, `":$PORT"`, `"127.0.0.1:$PORT"`, 1)
	if command == a.Command {
		t.Fatalf("it does not listen at $PORT: %s", command)
	}
	if got := endsWellOnceProbed(t, container(t, a, command, port, startSimulator(t))); got != "127.0.0.1:"+port {
		t.Errorf("it listens at %s, the health check asks at %s", got, port)
	}
}

func TestTheWorkerOnCloudFoundryEndsAtOnceWithoutAPort(t *testing.T) {
	t.Parallel()
	a := appOf(t, "manifest.yaml")
	out, err := container(t, a, a.Command, "", startSimulator(t)).CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 2 || !strings.Contains(string(out), "names no port") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTheTaskOnCloudFoundrySweepsWithTheBindingOfAICore(t *testing.T) {
	t.Parallel()
	a := appOf(t, "task.yaml")
	if len(a.Processes) != 1 || len(a.Services) != 2 || a.Command != "" || !a.NoRoute {
		t.Fatalf("it is no app for tasks alone: %+v", a)
	}
	task := a.Processes[0]
	check(t, []row{
		{"type, which cf run-task --process names", task.Type, "task"},
		{"instances", task.Instances, 0},
	})
	out, err := container(t, a, task.Command+" -o json", "", startSimulator(t)).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var report struct {
		Result   string
		Policies []struct{ Matched int }
	}
	if err := json.Unmarshal(out, &report); err != nil || report.Result != "ok" || len(report.Policies) == 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// The disk of an app is lost at a restart; its log is not.
func TestTheAuditLogOnCloudFoundryCanGoToTheAppsLog(t *testing.T) {
	t.Parallel()
	a := appOf(t, "task.yaml")
	cmd := container(t, a, a.Processes[0].Command+" --enforce", "", startSimulator(t))
	config := shippedConfig(t) + "\naudit: {file: /dev/stdout}\n"
	if err := os.WriteFile(filepath.Join(cmd.Dir, "aicore-reaper.yaml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), `"event":"outcome"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

// The commands in the document match the manifests.
func TestThePageOfCloudFoundryFollowsTheManifests(t *testing.T) {
	t.Parallel()
	page := read(t, tree+"/docs/install-cloudfoundry.md")
	task := appOf(t, "task.yaml").Processes[0]
	for _, want := range []string{
		strings.TrimPrefix(task.Command, "exec "), "--process " + task.Type, "cf push -f task.yaml --task", appOf(t, "manifest.yaml").Services[0],
	} {
		if !strings.Contains(page, want) {
			t.Errorf("docs/install-cloudfoundry.md does not say %s", want)
		}
	}
}
