package aiapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-faster/jx"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

// readJSON returns a function for call.read that decodes a small answer into v.
func readJSON(v any) func(*http.Response) error {
	return func(resp *http.Response) error {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		err = json.Unmarshal(body, v)
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && syntax.Offset == int64(len(body)) && len(body) > 0 && body[0] == '{' {
			return io.ErrUnexpectedEOF // cut short: may succeed when tried again
		}
		if err != nil {
			return unreadable(fmt.Errorf("%w: %w", page.ErrFormat, err), resp, body)
		}
		return nil
	}
}

// readField returns a function for call.read that takes one field of an answer.
// The answer must be an object that has this field. begin is called before each
// try.
func readField(name string, begin func(), value func(*jx.Decoder) error) func(*http.Response) error {
	return func(resp *http.Response) error {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		begin()
		found := false
		err = jx.DecodeBytes(body).ObjBytes(func(d *jx.Decoder, key []byte) error {
			if string(key) != name {
				return d.Skip()
			}
			found = true
			return value(d)
		})
		if err == nil && !found {
			err = fmt.Errorf("%w: it has no %s", page.ErrFormat, name)
		}
		return parsed(err, resp, body)
	}
}

// readResources returns a function for call.read that calls element for each
// element of an answer {resources: […]}.
func readResources(begin func(), element func(*jx.Decoder) error) func(*http.Response) error {
	return readField("resources", begin, func(d *jx.Decoder) error { return d.Arr(element) })
}

// parsed returns the error of an answer whose parsing ended with err. It is
// io.ErrUnexpectedEOF if the answer broke off; another try may then succeed.
func parsed(err error, resp *http.Response, body []byte) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, page.ErrTooMuch):
		return innermost(err, page.ErrTooMuch)
	case errors.Is(err, page.ErrFormat):
		return unreadable(innermost(err, page.ErrFormat), resp, body)
	case len(body) > 0 && body[0] == '{' && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)):
		return io.ErrUnexpectedEOF
	}
	return unreadable(page.FormatError(err), resp, body)
}

// innermost removes what a decoder wraps around an error of its caller.
func innermost(err, target error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || inner == target || !errors.Is(inner, target) {
			return err
		}
		err = inner
	}
}

// unreadable returns the error of an answer that says success but cannot be read.
// Most often it comes from a proxy or from another server. body is the part that
// was read, if the caller has it. Errors of other kinds, and nil, are returned
// unchanged.
func unreadable(err error, resp *http.Response, body []byte) error {
	if !errors.Is(err, page.ErrFormat) {
		return err
	}
	if strings.HasPrefix(strings.TrimSpace(string(body)), "<") || strings.Contains(resp.Header.Get("Content-Type"), "html") {
		return fmt.Errorf("%w: it answered with a web page: %s is not an AI API: check AICORE_BASE_URL and AICORE_AUTH_URL", page.ErrFormat, resp.Request.URL.Host)
	}
	return err
}
