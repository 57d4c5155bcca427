package archive

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxCopy bounds what a file may unpack to, in bytes: the logs and three answers
// of the API, each of their bytes escaped.
const maxCopy = 1 << 30

// pack writes a copy as its file holds it.
func pack(w io.Writer, c *Copy) error {
	packed := gzip.NewWriter(w)
	return errors.Join(json.NewEncoder(packed).Encode(c), packed.Close())
}

// unpack reads a copy, to the end of its file: the checksum stands there, and a
// copy that does not agree with it is none.
func unpack(r io.Reader) (*Copy, error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("this is no gzip file: %w", err)
	}
	bounded := &io.LimitedReader{R: unpacked, N: maxCopy + 1}
	text, err := io.ReadAll(bounded)
	if err != nil {
		return nil, fmt.Errorf("the file is damaged: %w", err)
	}
	if bounded.N == 0 {
		return nil, fmt.Errorf("the file unpacks to more than %d MiB", maxCopy>>20)
	}
	var c Copy
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("the file holds no copy: %w", err)
	}
	if c.ResourceGroup == "" || len(c.Execution) == 0 || c.Execution[0] != '{' {
		return nil, errors.New("the file holds no copy of an execution")
	}
	return &c, nil
}
