package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/render"
)

func TestAStreamIsOneTable(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 999, 1000, 1001, 2500} {
		var out strings.Builder
		s := render.NewPrinter(&out, false).Stream("ID", "N")
		for i := range n {
			id := fmt.Sprintf("e-%d", i)
			if i == 1500 {
				id = "e-\x1b-longer-than-those-before"
			}
			s.Add(render.Text(id), render.Number(i))
		}
		if err := s.End(); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != n+1 || strings.Count(out.String(), "ID") != 1 || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%d rows are %d lines", n, len(lines))
		}
		if n > 500 && lines[1] != "e-0      0" {
			t.Errorf("%d rows begin with %q", n, lines[1])
		}
		if n > 2000 && lines[2001] != "e-2000                        2,000" {
			t.Errorf("after a longer one: %q", lines[2001])
		}
	}
}
