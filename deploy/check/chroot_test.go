package check

import (
	"debug/elf"
	"os"
	"strings"
	"testing"
)

func TestTheProgramNeedsNothingAroundIt(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.put(t, "/zoned.yaml", []byte(strings.Replace(shippedConfig(t), "timezone: UTC", "timezone: Europe/Berlin", 1)))
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"it says its version", []string{"version"}, version + " (revision " + revision},
		{"it knows the time zones", []string{"validate", "/zoned.yaml"}, "is valid"},
		{"it sweeps a tenant over HTTP", []string{"once", "--demo"}, "result: ok"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out, err := b.command(t, tt.args...).CombinedOutput()
			if err != nil || !strings.Contains(string(out), tt.want) {
				t.Errorf("%v: %v, and not %q in:\n%s", tt.args, err, tt.want, out)
			}
		})
	}
}

func TestTheProgramIsStaticAndSmall(t *testing.T) {
	t.Parallel()
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("it asks for a dynamic linker")
		}
	}
	info, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	if limit := int64(30 << 20); info.Size() > limit {
		t.Errorf("it has %d bytes, over %d", info.Size(), limit)
	}
}

func TestTheFinalImageRunsAsNobodyFromScratch(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(tree + "/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, final, _ := strings.Cut(unfolded(string(text)), "\nFROM scratch\n")
	for _, want := range []string{
		"USER 65532:65532\n", "ENTRYPOINT [\"/aicore-reaper\"]\n",
		"COPY --from=build /src/bin/aicore-reaper /aicore-reaper\n", "/etc/ssl/certs/ca-certificates.crt\n",
		"org.opencontainers.image.source=", "org.opencontainers.image.version=", "org.opencontainers.image.revision=", "org.opencontainers.image.licenses=",
	} {
		if !strings.Contains(final, want) {
			t.Errorf("the final stage has no %q", want)
		}
	}
}
