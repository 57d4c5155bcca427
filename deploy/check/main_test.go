package check

import (
	"fmt"
	"log/slog"
	"os"
	"testing"
)

// TestMain builds the program once, as the image does.
func TestMain(m *testing.M) {
	slog.SetLogLoggerLevel(slog.LevelWarn) // Helm logs each link in the chart
	dir, err := os.MkdirTemp("", "image")
	if err == nil {
		binary, err = buildImage(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
