package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/aicore-reaper/aicore-reaper/test/process"
)

// maxBatch is the most changes that one bulk request may hold.
const maxBatch = 100

// writeBodies writes the bulk requests that the program's own plan asks for, a line
// each after the id of their group, unless they are there: worlds of one seed hold
// the same executions.
func (s *stage) writeBodies(ctx context.Context, w *process.World) error {
	if _, err := os.Stat(s.bodies()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	plan, err := os.CreateTemp(s.dir, "plan")
	if err != nil {
		return err
	}
	defer os.Remove(plan.Name())
	defer plan.Close()
	if _, err := w.RunInto(ctx, plan, s.program, "plan", "-o", "json", "--config", s.config()); err != nil {
		return err
	}
	if _, err := plan.Seek(0, io.SeekStart); err != nil {
		return err
	}
	file, err := os.Create(s.bodies())
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	return errors.Join(convert(plan, out), out.Flush(), file.Close())
}

// convert reads a plan in JSON, whose executions stand a line each, group by group,
// and writes bulk requests. It keeps little of either in memory.
func convert(plan io.Reader, out io.Writer) error {
	b := batch{out: out}
	for lines := bufio.NewReader(plan); ; {
		line, err := lines.ReadBytes('\n')
		if bytes.HasPrefix(line, []byte(`{"resourceGroup":`)) {
			if err := b.add(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return b.write()
		} else if err != nil {
			return err
		}
	}
}

// batch is a bulk request in the making.
type batch struct {
	out   io.Writer
	group string
	items []byte
	n     int
}

func (b *batch) add(line []byte) error {
	var row struct{ ResourceGroup, ID, Target string }
	if err := json.NewDecoder(bytes.NewReader(line)).Decode(&row); err != nil { // a comma or the end of the list may follow
		return fmt.Errorf("a plan's row: %w", err)
	}
	if row.ResourceGroup != b.group || b.n == maxBatch {
		if err := b.write(); err != nil {
			return err
		}
	}
	if b.group = row.ResourceGroup; b.n > 0 {
		b.items = append(b.items, ',')
	}
	b.items = fmt.Appendf(b.items, `{"id":%q,"targetStatus":%q}`, row.ID, row.Target)
	b.n++
	return nil
}

func (b *batch) write() error {
	if b.n == 0 {
		return nil
	}
	_, err := fmt.Fprintf(b.out, "%s\t{\"executions\":[%s]}\n", b.group, b.items)
	b.items, b.n = b.items[:0], 0
	return err
}
