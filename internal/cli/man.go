package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// man writes a page for each command. SOURCE_DATE_EPOCH sets the date of the
// pages, so that builds are reproducible.
func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write the man pages into a directory",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return usage(err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			v, _ := buildVersion()
			header := &doc.GenManHeader{Section: "1", Source: "aicore-reaper " + v, Manual: "User Commands"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return failed(fmt.Errorf("write the man pages: %w", err))
			}
			return nil
		},
	}
}
