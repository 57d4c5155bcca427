package aiapi

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"net/http/httptrace"
	"testing"
)

func gzipped(body string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(body))
	_ = w.Close()
	return b.Bytes()
}

func sends(status int, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "GZip") // as some gateways write it
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

func TestAnswersMayComeByGzip(t *testing.T) {
	t.Parallel()
	whole := gzipped(`{"count":1,"resources":[{"id":"e-01"}]}`)
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 0xff // a byte of the checksum
	for name, test := range map[string]struct {
		pages []http.HandlerFunc
		asked int
	}{
		"whole":                        {[]http.HandlerFunc{sends(200, whole)}, 1},
		"cut short, it is asked anew":  {[]http.HandlerFunc{sends(200, whole[:len(whole)/2]), sends(200, whole)}, 2},
		"damaged, too":                 {[]http.HandlerFunc{sends(200, damaged), sends(200, whole)}, 2},
		"what is not gzip at all, too": {[]http.HandlerFunc{sends(200, []byte("{}")), sends(200, whole)}, 2},
		"an empty answer, too":         {[]http.HandlerFunc{sends(200, nil), sends(200, whole)}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, _ := dial(t, map[string][]http.HandlerFunc{listPath: test.pages, countPath: {count(1)}})
			listing, err := c.Executions.List(t.Context(), "g", ListOptions{})
			if err != nil || len(listing.Executions) != 1 || listing.Executions[0].ID != "e-01" || s.count(listPath) != test.asked {
				t.Errorf("%+v, %v, after %d requests", listing, err, s.count(listPath))
			}
		})
	}
}

func TestErrorsMayComeByGzipToo(t *testing.T) {
	t.Parallel()
	c, _, _ := dial(t, map[string][]http.HandlerFunc{"/lm/meta": {sends(403, gzipped(`{"error":{"code":"01","message":"not for you"}}`))}})
	_, err := c.Meta(t.Context())
	if e, ok := errors.AsType[*Error](err); !ok || e.Message != "not for you" {
		t.Errorf("%v", err)
	}
}

func TestAConnectionIsUsedAgainAfterAnAnswerByGzip(t *testing.T) {
	t.Parallel()
	c, _, _ := dial(t, map[string][]http.HandlerFunc{listPath: {sends(200, gzipped(`{"resources":[{"id":"e-01"}]}`))}, countPath: {count(1)}})
	fresh := 0
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
		if !i.Reused {
			fresh++
		}
	}})
	for range 3 {
		if _, err := c.Executions.List(ctx, "g", ListOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if fresh != 1 {
		t.Errorf("%d connections for seven requests, one after the other", fresh)
	}
}
