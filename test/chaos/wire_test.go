package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// wire checks the bulk requests when they arrive, before any fault.
type wire struct {
	handler http.Handler
	most    int // the most items of a request

	mu   sync.Mutex
	bulk int
	bad  []string
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPatch && r.URL.Path == "/v2/lm/executions" {
		body, _ := io.ReadAll(r.Body) // an incomplete body does not parse
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.look(body)
	}
	w.handler.ServeHTTP(rw, r)
}

func (w *wire) look(body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bulk++
	var request struct {
		Executions []struct{ ID, TargetStatus string }
	}
	if err := json.Unmarshal(body, &request); err != nil {
		w.bad = append(w.bad, fmt.Sprintf("a bulk request that is not JSON: %v", err))
	}
	if n := len(request.Executions); n < 1 || n > w.most {
		w.bad = append(w.bad, fmt.Sprintf("a bulk request of %d, at most %d are asked for", n, w.most))
	}
	seen := make(map[string]bool)
	for _, item := range request.Executions {
		if seen[item.ID] {
			w.bad = append(w.bad, "a bulk request with "+item.ID+" twice")
		}
		seen[item.ID] = true
	}
}
