package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/cli"
)

// startSimulate runs simulate until the test ends and returns the variables that
// it prints.
func startSimulate(t *testing.T, args ...string) map[string]string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- cli.Run(ctx, cli.Environment{
			Args: append([]string{"simulate"}, args...), Stdout: in, Stderr: io.Discard,
			Getenv: func(string) string { return "" }, Terminal: func(io.Writer) bool { return false },
		})
		_ = in.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("simulate ended with %d", code)
		}
	})
	variables := make(map[string]string)
	for lines := bufio.NewScanner(out); len(variables) < 4 && lines.Scan(); {
		if name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); ok {
			variables[name] = strings.Trim(value, "'")
		}
	}
	return variables
}

// answerOf sends a request for the group default and decodes the answer.
func answerOf(t *testing.T, req *http.Request, token string, into any) {
	t.Helper()
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("AI-Resource-Group", "default")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

func TestSimulateWithAnExecutableThatTakesNoBulk(t *testing.T) {
	t.Parallel()
	v := startSimulate(t, "--single-only", "forecast-fit")
	request := func(method, address, body, kind string) *http.Request {
		req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		return req
	}
	var token struct {
		Text string `json:"access_token"`
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {v["AICORE_CLIENT_ID"]}, "client_secret": {v["AICORE_CLIENT_SECRET"]}}
	answerOf(t, request("POST", v["AICORE_AUTH_URL"]+"/oauth/token", form.Encode(), "application/x-www-form-urlencoded"), "", &token)
	for executable, want := range map[string]string{"forecast-fit": "01010083", "churn-train": ""} {
		var list struct{ Resources []struct{ ID string } }
		address := v["AICORE_BASE_URL"] + "/v2/lm/executions"
		answerOf(t, request("GET", address+"?status=DEAD&executableIds="+executable, "", "application/json"), token.Text, &list)
		if len(list.Resources) == 0 {
			t.Fatalf("no execution of %s is DEAD", executable)
		}
		var answer struct {
			Executions []struct{ Error struct{ Code string } }
		}
		change := `{"executions":[{"id":"` + list.Resources[0].ID + `","targetStatus":"DELETED"}]}`
		answerOf(t, request("PATCH", address, change, "application/merge-patch+json"), token.Text, &answer)
		if len(answer.Executions) != 1 || answer.Executions[0].Error.Code != want {
			t.Errorf("%s: %+v", executable, answer)
		}
	}
}
