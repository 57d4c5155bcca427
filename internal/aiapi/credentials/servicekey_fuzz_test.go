package credentials

import (
	"strings"
	"testing"
)

// A service key is read or gives an error, and no error repeats a possible
// secret.
func FuzzServiceKey(f *testing.F) {
	f.Add([]byte(key))
	f.Add([]byte(`{"clientsecret":"s3cret-and-more`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parseServiceKey(text)
		if err != nil && len(text) > 8 && strings.Contains(err.Error(), string(text)) || err == nil && c == nil {
			t.Errorf("%v, %v", c, err)
		}
	})
}
