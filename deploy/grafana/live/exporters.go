package live

import (
	"context"
	"os"
	"path/filepath"
)

// StartPushgateway starts Debian's prometheus-pushgateway and returns its
// address. The process ends with ctx.
func StartPushgateway(ctx context.Context, dir string) (string, error) {
	return startExporter(ctx, dir, "prometheus-pushgateway")
}

// StartNodeExporter starts Debian's prometheus-node-exporter with only its
// textfile collector. It returns its address and a file that it reads. The
// process ends with ctx.
func StartNodeExporter(ctx context.Context, dir string) (address, textfile string, err error) {
	shown := filepath.Join(dir, "textfile")
	if err := os.Mkdir(shown, 0o755); err != nil {
		return "", "", err
	}
	address, err = startExporter(ctx, dir, "prometheus-node-exporter",
		"--collector.disable-defaults", "--collector.textfile", "--collector.textfile.directory="+shown)
	return address, filepath.Join(shown, "aicore-reaper.prom"), err
}

func startExporter(ctx context.Context, dir, name string, arguments ...string) (string, error) {
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	p, err := start(ctx, dir, name, os.Environ(), append(arguments, "--web.listen-address="+address)...)
	if err != nil {
		return "", err
	}
	return address, p.answers(ctx, "http://"+address+"/metrics")
}
