package cli

import "github.com/spf13/cobra"

// examples are the examples in --help of each command, by its path.
var examples = map[string]string{
	"aicore-reaper once": `  # what would be done, whatever the mode of the config
  aicore-reaper once --dry-run

  # one policy alone, for real
  aicore-reaper once --enforce --policy failed-after-3d

  # exactly what was reviewed, as far as it still expires
  aicore-reaper plan -o json > plan.json
  aicore-reaper once --enforce --plan plan.json`,

	"aicore-reaper run": `  aicore-reaper run --config /etc/aicore-reaper/aicore-reaper.yaml --log-format json

  # on a simulated tenant: look at http://127.0.0.1:9464/
  aicore-reaper run --demo`,

	"aicore-reaper plan": `  # no account is needed for this one
  aicore-reaper plan --demo

  # everything, with configuration, executable and resource plan
  aicore-reaper plan --all -o wide --full

  # for a spreadsheet
  aicore-reaper plan -o csv > plan.csv

  # what an edited config would take more, and less
  aicore-reaper plan --against edited.yaml

  # what would have been done on a recorded listing, at another time
  aicore-reaper plan --inventory tenant.jsonl --at 2026-12-31T03:00:00Z`,

	"aicore-reaper explain": `  aicore-reaper explain e63cfe35ea207d3c
  aicore-reaper explain --demo e63cfe35ea207d3c -o json`,

	"aicore-reaper inventory": `  aicore-reaper inventory > tenant.jsonl
  aicore-reaper plan --inventory tenant.jsonl`,

	"aicore-reaper test": `  aicore-reaper test policies.test.yaml`,

	"aicore-reaper validate": `  aicore-reaper validate
  aicore-reaper validate edited.yaml
  aicore-reaper validate --online`,

	"aicore-reaper init": `  aicore-reaper init
  aicore-reaper init --online team.yaml`,

	"aicore-reaper schema": `  # for completion and checks in your editor
  aicore-reaper schema > aicore-reaper.schema.json`,

	"aicore-reaper audit": `  aicore-reaper audit audit.jsonl --policy failed-after-3d --since 2026-11-01T00:00:00Z
  aicore-reaper audit audit.jsonl --id e63cfe35ea207d3c -o json`,

	"aicore-reaper archive":      `  aicore-reaper archive list`,
	"aicore-reaper archive list": `  aicore-reaper archive list`,
	"aicore-reaper archive show": `  aicore-reaper archive show e63cfe35ea207d3c
  aicore-reaper archive show e63cfe35ea207d3c -o json`,

	"aicore-reaper man":     `  aicore-reaper man /usr/local/share/man/man1`,
	"aicore-reaper version": `  aicore-reaper version`,
}

// exemplify sets the examples of a command and its subcommands.
func exemplify(cmd *cobra.Command) {
	if example, ok := examples[cmd.CommandPath()]; ok {
		cmd.Example = example
	}
	for _, c := range cmd.Commands() {
		exemplify(c)
	}
}
