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

// None of these errors repeats the address, because it may contain a password.
var (
	errURL   = errors.New("this is not the address of a Pushgateway: write http://host:9091 or https://…")
	errPlain = errors.New("plain HTTP would show the password to everybody on the way: write https://…, or leave user and password out")
	errQuery = errors.New("an address of a Pushgateway has no ? and no #: write http://host:9091 or https://…")
)

// CheckURL returns an error for a bad address of a Pushgateway. A user or
// password is allowed over plain HTTP only to the loopback. The error does not
// repeat the address.
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

// CheckJob returns an error for a bad job name.
func CheckJob(job string) error {
	if job == "" {
		return errors.New("a group on a Pushgateway needs a job: write a name, or leave the key out")
	}
	return nil
}

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

// CheckGrouping returns an error for bad grouping labels.
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
