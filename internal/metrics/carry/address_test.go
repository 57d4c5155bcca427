package carry

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]error{
		"http://gateway:9091":                      nil,
		"https://gateway/prefix/":                  nil,
		"https://me:very-secret@gateway":           nil,
		"http://me:very-secret@127.0.0.1:9091":     nil,
		"http://me:very-secret@127.9.9.9:9091":     nil,
		"http://me:very-secret@localhost:9091":     nil,
		"http://me:very-secret@[::1]:9091":         nil,
		"http://me:very-secret@gateway:9091":       errPlain,
		"http://me@gateway:9091":                   errPlain,
		"http://me:very-secret@localhost.evil.org": errPlain,
		"http://me:very-secret@10.0.0.1":           errPlain,
		"HTTP://me:very-secret@gateway":            errPlain,
		"https://gateway?token=very-secret":        errQuery,
		"https://gateway#very-secret":              errQuery,
		"https://gateway?":                         errQuery,
		"":                                         errURL,
		"gateway:9091":                             errURL,
		"ftp://very-secret@gateway":                errURL,
		"https://:9091":                            errURL,
		"https://me:very-secret%@gateway":          errURL,
	} {
		err := CheckURL(address)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: %v", address, err)
		}
		if want == nil {
			continue
		}
		if err := (Pushgateway{URL: address, Job: "j", Timeout: time.Second}).Push(t.Context(), process(true)); !errors.Is(err, want) || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("pushed to %s: %v", address, err)
		}
	}
}

func TestCheckGrouping(t *testing.T) {
	t.Parallel()
	for name, ok := range map[string]bool{"team": true, "_x1": true, "job": false, "__name__": false, "a-b": false, "": false, "1a": false, "ü": false} {
		if err := CheckGrouping(map[string]string{name: "v", "stage": "dev"}); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := CheckGrouping(nil); err != nil {
		t.Error(err)
	}
}
