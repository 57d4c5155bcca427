package cli

import (
	"fmt"
	"io"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// logWriter is standard error. On a terminal, lines of the log do not run into that
// of the progress.
func (a *app) logWriter() io.Writer {
	if !a.Terminal(a.Stderr) {
		return a.Stderr
	}
	a.progress = &progressLine{w: a.Stderr, now: a.now}
	return a.progress
}

// newLog returns the log of a command.
func newLog(w io.Writer, level, format string) (*zap.Logger, error) {
	threshold, err := zapcore.ParseLevel(level)
	if err != nil {
		return nil, usage(fmt.Errorf("--log-level: %q is not a level: write debug, info, warn or error", level))
	}
	settings := zap.NewProductionEncoderConfig()
	settings.EncodeTime = zapcore.RFC3339TimeEncoder
	settings.EncodeDuration = zapcore.StringDurationEncoder
	var encoder zapcore.Encoder
	switch format {
	case "json":
		encoder = zapcore.NewJSONEncoder(settings)
	case "console":
		encoder = zapcore.NewConsoleEncoder(settings)
	default:
		return nil, usage(fmt.Errorf("--log-format: %q is not a format: write json or console", format))
	}
	return zap.New(zapcore.NewCore(encoder, zapcore.Lock(zapcore.AddSync(w)), threshold)), nil
}
