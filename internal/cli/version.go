package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Set by the linker. After a plain go build or go install, the values that Go
// recorded are used.
var version, revision string

// buildVersion returns the version and the commit of this binary.
func buildVersion() (string, string) {
	v, rev := version, revision
	if info, ok := debug.ReadBuildInfo(); ok {
		v = cmp.Or(v, info.Main.Version)
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				rev = cmp.Or(rev, s.Value)
			}
		}
	}
	return cmp.Or(v, "(devel)"), cmp.Or(rev, "unknown")
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.Stdout, "aicore-reaper %s\n", versionText())
			return err
		},
	}
}

// versionText returns the version with everything that identifies a build.
func versionText() string {
	v, rev := buildVersion()
	return fmt.Sprintf("%s (revision %s, %s, %s/%s)", v, rev, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
