package policy_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain raises the default number of checks of property tests. -rapid.checks
// on the command line overrides it.
func TestMain(m *testing.M) {
	if err := flag.Lookup("rapid.checks").Value.Set("500"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
