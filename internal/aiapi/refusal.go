package aiapi

import (
	"io"
	"net/http"
	"time"

	"github.com/go-faster/jx"
)

// refused returns the error of an answer that is not a success. HTML or empty
// bodies, as gateways send them, give no message.
func (k *call) refused(resp *http.Response, now time.Time) *Error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError)) // if it breaks off, the error shows the part that came
	e := &Error{Status: resp.StatusCode, Method: k.method, Endpoint: k.endpoint, Group: k.group}
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), now)
	fields := fieldsOf(k.secrets.Redact(string(body)))
	e.read(fields["error"], k.said)
	if text := plainText(fields["error_description"]); text != "" { // OAuth's
		e.Message = k.said(text)
	}
	if e.RequestID == "" {
		e.RequestID = k.said(resp.Header.Get("X-Request-Id"))
	}
	if resp.StatusCode < 400 {
		e.Message = "redirects are not followed, as they would carry the token elsewhere; check AICORE_BASE_URL"
	}
	return e
}

// read reads the API's error object. Versions of the API use different types, so
// each field may have any type. said prepares a text for the error.
func (e *Error) read(raw string, said func(string) string) {
	fields := fieldsOf(raw)
	if fields == nil {
		e.Message = said(plainText(raw))
		return
	}
	for name, to := range map[string]*string{
		"code": &e.Code, "message": &e.Message, "requestId": &e.RequestID, "target": &e.Target, "details": &e.Details,
	} {
		*to = said(plainText(fields[name]))
	}
}

// fieldsOf returns the fields of a JSON object as raw JSON, or nil for anything
// else.
func fieldsOf(raw string) map[string]string {
	fields := make(map[string]string)
	d := jx.DecodeStr(raw)
	err := d.Obj(func(d *jx.Decoder, key string) error {
		value, err := d.Raw()
		fields[key] = string(value)
		return err
	})
	if err != nil {
		return nil
	}
	return fields
}

// plainText returns a JSON value for people: a string without its quotes, "" for
// null and empty values, anything else unchanged.
func plainText(raw string) string {
	switch raw {
	case "null", "{}", "[]":
		return ""
	}
	if text, err := jx.DecodeStr(raw).Str(); err == nil {
		return text
	}
	return raw
}
