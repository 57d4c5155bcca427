package archive

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxCopy limits the unpacked size of a file, in bytes. It is enough for the logs
// and three answers of the API with every byte escaped.
const maxCopy = 1 << 30

// pack writes a copy as compressed JSON.
func pack(w io.Writer, c *Copy) error {
	buffered := bufio.NewWriterSize(w, 64<<10) // because gzip writes only a few bytes at a time
	packed := gzip.NewWriter(buffered)
	return errors.Join(json.NewEncoder(packed).Encode(c), packed.Close(), buffered.Flush())
}

// unpack reads a copy, to the end of its file, where the checksum is. A wrong
// checksum is an error.
func unpack(r io.Reader) (*Copy, error) {
	unpacked, err := open(r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("the file is damaged: %w", err)
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

func open(r io.Reader) (io.Reader, error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("this is not a gzip file: %w", err)
	}
	return &bounded{unpacked, maxCopy}, nil
}

// bounded is a reader that returns an error after room bytes.
type bounded struct {
	r    io.Reader
	room int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.room -= int64(n); b.room < 0 {
		return n, fmt.Errorf("it unpacks to more than %d MiB", maxCopy>>20)
	}
	return n, err
}
