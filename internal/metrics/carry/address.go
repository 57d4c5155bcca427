package carry

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"regexp"
	"slices"
)

// None of these errors repeats the address, which may hold a password.
var (
	errURL   = errors.New("this is not the address of a Pushgateway: write http://host:9091 or https://…")
	errPlain = errors.New("plain HTTP would show the password to everybody on the way: write https://…, or leave user and password out")
	errQuery = errors.New("an address of a Pushgateway has no ? and no #: write http://host:9091 or https://…")
)

// CheckURL says what is wrong with the address of a Pushgateway. A user or a
// password goes over plain HTTP to the loopback alone. The error does not repeat
// the address.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return errURL
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errQuery
	case u.User != nil && u.Scheme == "http" && !loopback(u.Hostname()):
		return errPlain
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// CheckJob says what is wrong with the job that makes a group.
func CheckJob(job string) error {
	if job == "" {
		return errors.New("a group on a Pushgateway needs a job: write a name, or leave the key out")
	}
	return nil
}

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// CheckGrouping says what is wrong with the labels that make a group beside its
// job.
func CheckGrouping(labels map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		switch {
		case name == "job":
			return errors.New("the label job has a key of its own, metrics.pushgateway.job")
		case !labelName.MatchString(name) || len(name) > 2 && name[:2] == "__":
			return fmt.Errorf("%q cannot be the name of a label: write letters, digits and _", name)
		}
	}
	return nil
}
