package aiapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// readJSON returns a read that decodes a small answer into v.
func readJSON(v any) func(*http.Response) error {
	return func(resp *http.Response) error {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		err = json.Unmarshal(body, v)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && syntax.Offset == int64(len(body)) && len(body) > 0 && body[0] == '{' {
			return io.ErrUnexpectedEOF // cut short: worth another try
		}
		if err != nil {
			return unreadable(fmt.Errorf("%w: %w", page.ErrFormat, err), resp, body)
		}
		return nil
	}
}

// unreadable returns the error of an answer of success that is not what it should
// be, most often a page of a proxy or of another server. body is what was read of
// it, if that is at hand. Errors of other kinds, and nil, come back as they are.
func unreadable(err error, resp *http.Response, body []byte) error {
	if !errors.Is(err, page.ErrFormat) {
		return err
	}
	if strings.HasPrefix(strings.TrimSpace(string(body)), "<") || strings.Contains(resp.Header.Get("Content-Type"), "html") {
		return fmt.Errorf("%w: it answered with a web page: %s is not an AI API: check AICORE_BASE_URL and AICORE_AUTH_URL", page.ErrFormat, resp.Request.URL.Host)
	}
	return err
}
