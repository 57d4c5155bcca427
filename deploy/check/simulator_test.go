package check

import (
	"bufio"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// simulated is a simulated AI Core with its service key.
type simulated struct{ key map[string]any }

func startSimulator(t *testing.T) *simulated {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "simulate", "--resource-groups", "8", "--executions", "400")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // killed when the test's context ends
	vars := make(map[string]string)
	for lines := bufio.NewScanner(out); len(vars) < 4 && lines.Scan(); {
		if line, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			name, value, _ := strings.Cut(line, "=")
			vars[name] = strings.Trim(value, "'")
		}
	}
	return &simulated{key: map[string]any{
		"clientid": vars["AICORE_CLIENT_ID"], "clientsecret": vars["AICORE_CLIENT_SECRET"], "url": vars["AICORE_AUTH_URL"],
		"serviceurls": map[string]string{"AI_API_URL": vars["AICORE_BASE_URL"]},
	}}
}

// file returns the service key as one JSON file.
func (s *simulated) file() []byte {
	text, _ := json.Marshal(s.key) // cannot fail: strings and maps of strings
	return text
}

// entries returns the keys of a secret as the BTP operator writes it: one for
// each field, objects as JSON.
func (s *simulated) entries() map[string][]byte {
	out := make(map[string][]byte)
	for name, value := range s.key {
		if text, ok := value.(string); ok {
			out[name] = []byte(text)
			continue
		}
		out[name], _ = json.Marshal(value)
	}
	return out
}
