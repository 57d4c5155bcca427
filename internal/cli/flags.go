package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// checkFlags refuses flags that are given an empty value, as an unset variable of a
// shell gives one: --plan "" must not sweep without a plan. It refuses the mode's
// flags set to false, too, which say neither the one nor the other.
func checkFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch {
		case err != nil:
		case isEmpty(f.Value):
			err = usage(fmt.Errorf("--%s is given an empty value: name one, or leave the flag out; where it comes from a variable, is that set?", f.Name))
		case (f.Name == "enforce" || f.Name == "dry-run") && f.Value.String() == "false":
			err = usage(fmt.Errorf("--%s=false says nothing: write --enforce or --dry-run, or leave it to the config's mode", f.Name))
		}
	})
	return err
}

func isEmpty(v pflag.Value) bool {
	list, ok := v.(pflag.SliceValue)
	if !ok {
		return v.String() == ""
	}
	for _, s := range list.GetSlice() {
		if s == "" {
			return true
		}
	}
	return len(list.GetSlice()) == 0
}
