package aiapi

import (
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// unzip unpacks the body of an answer with gzip encoding, which every request
// asks for. The transport of the standard library could do it too, but is slower,
// and unpacking takes most of the time of a listing.
func unzip(resp *http.Response) {
	if !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
	resp.Body = &zipped{body: resp.Body}
}

// zipped is a body that is unpacked while it is read.
type zipped struct {
	body   io.ReadCloser
	reader *gzip.Reader // nil until the first read, and after Close
	err    error
}

var unzippers = sync.Pool{New: func() any { return new(gzip.Reader) }}

func (z *zipped) Read(b []byte) (int, error) {
	if z.reader == nil && z.err == nil {
		z.reader = unzippers.Get().(*gzip.Reader)
		z.err = z.reader.Reset(z.body)
	}
	if z.err != nil {
		return 0, z.err
	}
	return z.reader.Read(b)
}

func (z *zipped) Close() error {
	if z.reader != nil {
		unzippers.Put(z.reader)
		z.reader, z.err = nil, http.ErrBodyReadAfterClose
	}
	return z.body.Close()
}
