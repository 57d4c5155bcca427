package aiapi

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/credentials"
	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// An accepted certificate is the one that is used, whatever other text the file
// has. No error repeats its key.
func FuzzCertificate(f *testing.F) {
	end := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	key, certificate := newCertificate(f, end)
	f.Add("", "", 0)
	f.Add(key, "\n", 0)
	f.Add("subject=/CN=x\n", certificate, 0)
	f.Add("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", 0)
	f.Add("", "", 40)
	c := (&canned{}).client(f)
	c.transport = http.DefaultTransport
	f.Fuzz(func(t *testing.T, before, behind string, cut int) {
		text := before + certificate[:len(certificate)-int(uint(cut)%uint(len(certificate)))] + behind
		_, expiry, err := c.certified(&credentials.Credentials{Certificate: text, Key: secret.New(key)})
		if err != nil {
			if strings.Contains(err.Error(), key[40:60]) {
				t.Errorf("the error holds the key: %v", err)
			}
			return
		}
		if !expiry.Equal(end) {
			t.Errorf("it is said to end %s", expiry)
		}
	})
}
