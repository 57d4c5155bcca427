package credentials

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// checkGroup returns an error for the id of a resource group that a header does
// not carry as it is: another group would be meant.
func checkGroup(id, from string) error {
	if workload.ValidGroupID(id) {
		return nil
	}
	return fmt.Errorf("the resource group %q, from %s, cannot be sent as it is: leave out blanks at its ends and control characters", id, from)
}

// pinned refuses the credentials of another tenant than the one the config names,
// by its name or its id.
func (s Settings) pinned(c *Credentials) error {
	if s.IdentityZone == "" || s.IdentityZone == c.zone() || s.IdentityZone == c.ZoneID {
		return nil
	}
	return fmt.Errorf("credentials from %s are of the tenant %q, but aiCore.identityZone allows only %q: nothing was tried", c.Origin, c.zone(), s.IdentityZone)
}

// zone returns the tenant of the credentials: as their source says, else the
// first part of the token host's name, where SAP puts it.
func (c *Credentials) zone() string {
	if c.IdentityZone != "" {
		return c.IdentityZone
	}
	u, err := url.Parse(c.AuthURL)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(u.Hostname(), ".")
	return first
}
