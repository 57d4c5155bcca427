package archive_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/archive"
)

// filled returns an archive with copies of two groups, made an hour apart.
func filled(t *testing.T) string {
	t.Helper()
	b := open(t)
	for i, id := range []string{"e-01", "e-02", "e-03"} {
		e := ran(id, time.Hour)
		e.ScenarioID = fmt.Sprintf("s/%d", i)
		b.sim.Put("team-a", e)
		at := func() time.Time { return noon.Add(time.Duration(i) * time.Hour) }
		a, err := archive.Open("file://"+b.dir, b.client, at)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Save(t.Context(), "team-a", listed(e)); err != nil {
			t.Fatal(err)
		}
	}
	b.sim.AddGroup("team b", "PROVISIONED")
	e := ran("e-01", time.Hour)
	if err := b.Save(t.Context(), "team b", listed(e)); err != nil {
		t.Fatal(err)
	}
	return b.dir
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	r, err := archive.NewReader("file://" + dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		filter archive.Filter
		want   string
	}{
		"all":                       {archive.Filter{}, "team b/e-01 team-a/e-01 team-a/e-02 team-a/e-03"},
		"a resource group":          {archive.Filter{ResourceGroup: "team b"}, "team b/e-01"},
		"no such group":             {archive.Filter{ResourceGroup: "team"}, ""},
		"an id":                     {archive.Filter{ID: "e-01"}, "team b/e-01 team-a/e-01"},
		"no such id":                {archive.Filter{ID: "e"}, ""},
		"an id in a group":          {archive.Filter{ResourceGroup: "team-a", ID: "e-01"}, "team-a/e-01"},
		"since":                     {archive.Filter{Since: noon.Add(time.Hour)}, "team-a/e-02 team-a/e-03"},
		"until":                     {archive.Filter{Until: noon.Add(time.Hour)}, "team b/e-01 team-a/e-01"},
		"since and until":           {archive.Filter{Since: noon.Add(time.Minute), Until: noon.Add(61 * time.Minute)}, "team-a/e-02"},
		"what would lead out of it": {archive.Filter{ResourceGroup: "..", ID: "../x"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for e, err := range r.List(test.filter) {
				if err != nil || e.Damaged != nil || e.Size == 0 {
					t.Errorf("%+v, %v", e, err)
				}
				got = append(got, e.ResourceGroup+"/"+e.Execution.ID)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("listed are %v, want %s", got, test.want)
			}
		})
	}
}

func TestADamagedCopyIsListedAsSuch(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	for name, text := range map[string]string{"e-09.json.gz": "what is not a copy", ".e-09.json.gz.x.tmp": "unfinished", "notes.txt": "of a person"} {
		if err := os.WriteFile(filepath.Join(dir, "team-a/s%2F0/2026-05-02", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := archive.NewReader("file://" + dir)
	if err != nil {
		t.Fatal(err)
	}
	damaged, whole := 0, 0
	for e, err := range r.List(archive.Filter{ResourceGroup: "team-a", Since: noon.Add(99 * time.Hour)}) {
		if err != nil {
			t.Fatal(err)
		}
		if whole++; e.Damaged != nil && e.Key == "team-a/s%2F0/2026-05-02/e-09.json.gz" {
			damaged++
		}
	}
	if damaged != 1 || whole != 1 {
		t.Errorf("%d of %d are damaged", damaged, whole)
	}
	if _, err := r.Find("e-09"); err == nil || errors.Is(err, archive.ErrNoCopy) || !strings.Contains(err.Error(), "e-09.json.gz") {
		t.Errorf("found with %v", err)
	}
}

func TestFindSaysWhereThereIsNone(t *testing.T) {
	t.Parallel()
	r, err := archive.NewReader("file://" + filled(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Find("e-07"); !errors.Is(err, archive.ErrNoCopy) || !strings.Contains(err.Error(), "e-07") {
		t.Errorf("found with %v", err)
	}
	found, err := r.Find("e-01")
	if err != nil || len(found) != 2 || found[0].ResourceGroup != "team b" || found[1].ResourceGroup != "team-a" {
		t.Errorf("found %d: %v", len(found), err)
	}
}
