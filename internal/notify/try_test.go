package notify

import (
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

func TestATargetIsTriedWithoutAMessage(t *testing.T) {
	t.Parallel()
	h, s := newHook(t, nil), newMailServer(t, &mailServer{})
	for kind, address := range map[string]string{
		generic: h.URL, slack: strings.Replace(h.URL, "http", "slack+http", 1), email: "smtp://" + s.address + "/?from=a@b.example&to=c@d.example",
	} {
		if got, err := (Sender{}).Try(t.Context(), &Target{URL: secret.New(address)}); got != kind || err != nil {
			t.Errorf("%s: %s, %v", kind, got, err)
		}
	}
	<-s.done
	if said := strings.Join(s.said, "\n"); len(h.got()) > 0 || strings.Contains(said, "MAIL") {
		t.Errorf("%v, %s", h.got(), said)
	}
	if kind, err := (Sender{}).Try(t.Context(), new(Target)); kind != "" || err != nil {
		t.Errorf("nobody: %q, %v", kind, err)
	}
}

func TestWhatCannotBeReachedIsFound(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := listener.Addr().String()
	listener.Close()
	untrusted := httptest.NewTLSServer(nil)
	defer untrusted.Close()
	refusing := newMailServer(t, &mailServer{offers: []string{"AUTH CRAM-MD5"}, answers: map[string]string{"AUTH": "535 not with sesame-open-up"}})
	for name, target := range map[string]Target{
		"nothing listens":      {URL: secret.New("http://" + dead + "/sesame-open-up")},
		"no mail server":       {URL: secret.New("smtp://" + dead + "/?from=a@b.example&to=c@d.example")},
		"another certificate":  {URL: secret.New(untrusted.URL + "/sesame-open-up")},
		"a password refused":   {URL: secret.New("smtp://me:sesame-open-up@" + refusing.address + "/?from=a@b.example&to=c@d.example")},
		"a file that is not":   {URLFile: filepath.Join(t.TempDir(), "missing")},
		"a directory":          {URLFile: t.TempDir()},
		"an address not known": {URL: secret.New("discord://sesame-open-up")},
	} {
		if _, err := (Sender{}).Try(t.Context(), &target); err == nil || strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
