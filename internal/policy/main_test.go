package policy_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has the property tests try more worlds than they would; -rapid.checks
// on the command line still has the last word.
func TestMain(m *testing.M) {
	if err := flag.Lookup("rapid.checks").Value.Set("500"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
