package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The floor's settings are the program's defaults.
const (
	pageSize    = 5000
	concurrency = 4 // resource groups at a time
	inFlight    = 2 // bulk requests of one group at a time
)

// runFloor is the floor as a process: the requests of a sweep, and nothing done
// with the answers.
func runFloor(args []string) error {
	flags := flag.NewFlagSet("floor", flag.ContinueOnError)
	bodies := flags.String("bodies", "", "`file` of bulk requests to send after the listing, which then is made once more")
	pause := flags.Duration("pause", 0, "between the bulk requests and the second listing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 32
	f := &floor{base: strings.TrimSuffix(os.Getenv("AICORE_BASE_URL"), "/v2") + "/v2"}
	if err := f.login(); err != nil {
		return err
	}
	groups, err := f.groups()
	if err != nil {
		return err
	}
	if err := f.each(groups, f.list); err != nil {
		return err
	}
	if *bodies != "" {
		if err := f.change(*bodies, *pause); err != nil {
			return err
		}
	}
	fmt.Printf("%d groups, %d requests for pages, %d for changes, %d bytes\n", len(groups), f.pages, f.changes, f.bytes)
	return nil
}

// floor is a client without a purpose.
type floor struct {
	base, token string

	mu                    sync.Mutex
	pages, changes, bytes int64
}

func (f *floor) login() error {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {os.Getenv("AICORE_CLIENT_ID")}, "client_secret": {os.Getenv("AICORE_CLIENT_SECRET")}}
	resp, err := http.PostForm(strings.TrimSuffix(os.Getenv("AICORE_AUTH_URL"), "/oauth/token")+"/oauth/token", form)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	f.token = answer.Token
	return err
}

func (f *floor) groups() ([]string, error) {
	if _, err := f.send("GET", "/lm/meta", "", nil, io.Discard); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if _, err := f.send("GET", "/admin/resourceGroups", "", nil, &text); err != nil {
		return nil, err
	}
	var answer struct {
		Resources []struct {
			ID string `json:"resourceGroupId"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text.Bytes(), &answer); err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range answer.Resources {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// each does the same in every group, some groups at a time.
func (f *floor) each(groups []string, do func(group string) error) error {
	places, errs := make(chan struct{}, concurrency), make(chan error, len(groups))
	for _, group := range groups {
		places <- struct{}{}
		go func() {
			defer func() { <-places }()
			errs <- do(group)
		}()
	}
	var first error
	for range groups {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}

// list asks for the count and the pages of a group.
func (f *floor) list(group string) error {
	var text strings.Builder
	if _, err := f.send("GET", "/lm/executions/$count", group, nil, &text); err != nil {
		return err
	}
	count, err := strconv.Atoi(text.String())
	if err != nil {
		return err
	}
	for skip := 0; skip == 0 || skip < count; skip += pageSize {
		n, err := f.send("GET", fmt.Sprintf("/lm/executions?$top=%d&$skip=%d", pageSize, skip), group, nil, io.Discard)
		if err != nil {
			return err
		}
		f.mu.Lock()
		f.pages++
		f.bytes += n
		f.mu.Unlock()
	}
	return nil
}

// body is where a bulk request stands in the file.
type body struct{ from, length int64 }

// change sends bulk requests, waits, and lists their groups once more. The bodies
// stay in their file until they are sent.
func (f *floor) change(path string, pause time.Duration) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	groups, bodies, err := find(file)
	if err != nil {
		return err
	}
	if err := f.each(groups, func(group string) error { return f.sendAll(group, file, bodies[group]) }); err != nil {
		return err
	}
	time.Sleep(pause)
	return f.each(groups, f.list)
}

// find returns the groups of a file of bulk requests, in their order, and where
// the bodies of each stand.
func find(file io.Reader) (groups []string, bodies map[string][]body, err error) {
	bodies = make(map[string][]body)
	at := int64(0)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		group, text, _ := strings.Cut(lines.Text(), "\t")
		if bodies[group] == nil {
			groups = append(groups, group)
		}
		bodies[group] = append(bodies[group], body{at + int64(len(group)) + 1, int64(len(text))})
		at += int64(len(lines.Bytes())) + 1
	}
	return groups, bodies, lines.Err()
}

func (f *floor) sendAll(group string, file io.ReaderAt, bodies []body) error {
	places, errs := make(chan struct{}, inFlight), make(chan error, len(bodies))
	for _, b := range bodies {
		places <- struct{}{}
		go func() {
			defer func() { <-places }()
			text := make([]byte, b.length)
			_, err := file.ReadAt(text, b.from)
			if err == nil {
				_, err = f.send("PATCH", "/lm/executions", group, bytes.NewReader(text), io.Discard)
			}
			errs <- err
		}()
	}
	var first error
	for range bodies {
		if err := <-errs; first == nil {
			first = err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes += int64(len(bodies))
	return first
}

// send is one request; the answer goes to a writer.
func (f *floor) send(method, path, group string, body io.Reader, to io.Writer) (int64, error) {
	req, err := http.NewRequest(method, f.base+path, body)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+f.token)
	if group != "" {
		req.Header.Set("AI-Resource-Group", group)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/merge-patch+json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(to, resp.Body)
	if err == nil && resp.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s", method, path, resp.Status)
	}
	return n, err
}
