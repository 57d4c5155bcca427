package aiapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

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
