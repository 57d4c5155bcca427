package check

import (
	"regexp"
	"testing"
)

var image = regexp.MustCompile(`golang:[0-9.]+-bookworm`)

// What CI has checked is what the image, GitLab and a container to work in build with.
func TestEveryPlaceBuildsInTheSameImage(t *testing.T) {
	t.Parallel()
	want := image.FindString(read(t, tree+"/Dockerfile"))
	for _, file := range []string{"/Dockerfile", "/.github/workflows/ci.yaml", "/.gitlab-ci.yml", "/.devcontainer/devcontainer.json"} {
		found := image.FindAllString(read(t, tree+file), -1)
		if len(found) == 0 {
			t.Errorf("%s names no image of Go", file)
		}
		for _, got := range found {
			if got != want {
				t.Errorf("%s has %s, the Dockerfile %s", file, got, want)
			}
		}
	}
}

var action = regexp.MustCompile(`uses: (\S+)`)
var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)

func TestEveryActionIsPinnedByDigest(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ci", "govulncheck", "release"} {
		uses := action.FindAllStringSubmatch(read(t, tree+"/.github/workflows/"+name+".yaml"), -1)
		if len(uses) == 0 {
			t.Errorf("%s uses nothing", name)
		}
		for _, u := range uses {
			if !pinned.MatchString(u[1]) {
				t.Errorf("%s: %s can change under the same name", name, u[1])
			}
		}
	}
}
