package credentials

import (
	"strings"
	"testing"
)

func TestACertificateAndItsKeyComeTogether(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables map[string]string
		want      string
	}{
		"a certificate's file alone": {map[string]string{nameCertFile: "/c.pem"}, "AICORE_CERT_FILE_PATH is set without AICORE_KEY_FILE_PATH: set both"},
		"a key's file alone":         {map[string]string{nameKeyFile: "/k.pem"}, "AICORE_KEY_FILE_PATH is set without AICORE_CERT_FILE_PATH: set both"},
		"a certificate alone":        {map[string]string{nameCert: "x"}, "AICORE_CERT_STR is set without AICORE_KEY_STR: set both"},
		"a key alone":                {map[string]string{nameKey: "x"}, "AICORE_KEY_STR is set without AICORE_CERT_STR: set both"},
		"a mixture":                  {map[string]string{nameCertFile: "/c.pem", nameKey: "x"}, "AICORE_CERT_FILE_PATH is set without AICORE_KEY_FILE_PATH: set both"},
		"a key beside a secret":      {map[string]string{nameClientSecret: "s3cret", nameKey: "x"}, ""},
		"two ways":                   {map[string]string{nameClientSecret: "s3cret", nameCert: "x", nameKey: "y"}, "more than one of"},
		"both":                       {map[string]string{nameCert: "x", nameKey: "y"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := named(func(name string) string { return test.variables[name] })
			if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}
