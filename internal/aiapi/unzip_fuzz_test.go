package aiapi

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"
)

// Reading a gzip body gives the packed text or an error. A body that was changed
// or cut off on the way is never accepted as complete.
func FuzzUnzip(f *testing.F) {
	f.Add([]byte(`{"resources":[]}`), 0, byte(0))
	f.Add([]byte(`{"resources":[{"id":"e-01"}]}`), 12, byte(1))
	f.Add([]byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), -3, byte(0x80))
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte, at int, flip byte) {
		var packed bytes.Buffer
		w.Reset(&packed)
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := unpacked(packed.Bytes())
		if err != nil || !bytes.Equal(got, text) {
			t.Fatalf("%q comes as %q, %v", text, got, err)
		}
		at = 1 + int(uint(at)%uint(packed.Len()-1)) // never 0: nothing at all reads as an empty body
		if got, err := unpacked(packed.Bytes()[:at]); err == nil {
			t.Errorf("%d of %d bytes are taken for %q", at, packed.Len(), got)
		}
		packed.Bytes()[at] ^= flip
		if got, err := unpacked(packed.Bytes()); err == nil && !bytes.Equal(got, text) {
			t.Errorf("%q comes as %q when byte %d is changed by %x", text, got, at, flip)
		}
	})
}

func unpacked(body []byte) ([]byte, error) {
	resp := &http.Response{Header: http.Header{"Content-Encoding": {"gzip"}}, Body: io.NopCloser(bytes.NewReader(body))}
	unzip(resp)
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
