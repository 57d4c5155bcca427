package secret

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"gopkg.in/yaml.v3"
)

func TestASecretDoesNotPrint(t *testing.T) {
	t.Parallel()
	type holder struct {
		ID         string
		Secret     Text
		unexported Text
		pointer    *Text
		many       []Text
	}
	hidden := New("s3cret")
	c := holder{ID: "id", Secret: hidden, unexported: hidden, pointer: &hidden, many: []Text{hidden}}
	var printed []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T", "%p"} {
		printed = append(printed, fmt.Sprintf(verb, c), fmt.Sprintf(verb, c.Secret), fmt.Sprintf(verb, &c))
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		printed = append(printed, string(text))
	}
	var log strings.Builder
	zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), zapcore.AddSync(&log), zapcore.DebugLevel)).
		Debug("all of it", zap.Any("credentials", c), zap.Any("secret", c.Secret), zap.Stringer("text", c.Secret))
	printed = append(printed, log.String())
	for _, text := range printed {
		if strings.Contains(text, "s3cret") || strings.Contains(text, "733363726574") {
			t.Errorf("printed %s", text)
		}
	}
	if c.Secret.Reveal() != "s3cret" {
		t.Error("revealed, it is another")
	}
}
