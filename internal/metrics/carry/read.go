package carry

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

func parse(r io.Reader) (families, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(r)
}

// bounded is a reader that returns an error after room bytes.
type bounded struct {
	r    io.Reader
	room int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.room -= int64(n); b.room < 0 {
		return 0, errors.New("it is longer than any that this program would write")
	}
	return n, err
}

// selected is a reader that passes only the lines of some metrics. A Pushgateway
// has metrics of many programs, which should not all be kept in memory.
type selected struct {
	lines *bufio.Reader
	names []string // prefixes of the metrics' names
	part  []byte   // of a line, not yet read
	keep  bool     // whether the current line passes
	more  bool     // whether the current line goes on
}

func only(r io.Reader, names ...string) *selected {
	return &selected{lines: bufio.NewReaderSize(r, 64<<10), names: names}
}

func (s *selected) Read(p []byte) (int, error) {
	for len(s.part) == 0 {
		part, err := s.lines.ReadSlice('\n')
		if !s.more {
			s.keep = s.wanted(part)
		}
		s.more = errors.Is(err, bufio.ErrBufferFull)
		switch {
		case errors.Is(err, io.EOF) && len(part) > 0:
			return 0, fmt.Errorf("it ends inside a line: %w", io.ErrUnexpectedEOF)
		case err != nil && !s.more:
			return 0, err
		case s.keep:
			s.part = part
		}
	}
	n := copy(p, s.part)
	s.part = s.part[n:]
	return n, nil
}

func (s *selected) wanted(line []byte) bool {
	for _, comment := range []string{"# HELP ", "# TYPE "} {
		line = bytes.TrimPrefix(line, []byte(comment))
	}
	for _, name := range s.names {
		if bytes.HasPrefix(line, []byte(name)) {
			return true
		}
	}
	return false
}
