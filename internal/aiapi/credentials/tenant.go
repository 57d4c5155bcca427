package credentials

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

// checkGroup returns an error for a resource group id that a header would change:
// the request would then reach another group.
func checkGroup(id, from string) error {
	if workload.ValidGroupID(id) {
		return nil
	}
	return fmt.Errorf("the resource group %q, from %s, cannot be sent as it is: leave out blanks at its ends and control characters", id, from)
}

// pinned returns an error if the config names a tenant and the credentials are of
// another one. The config may give the tenant's name or its id.
func (s Settings) pinned(c *Credentials) error {
	if s.IdentityZone == "" || s.IdentityZone == c.zone() || s.IdentityZone == c.ZoneID {
		return nil
	}
	return fmt.Errorf("credentials from %s are of the tenant %q, but aiCore.identityZone allows only %q: nothing was tried", c.Origin, c.zone(), s.IdentityZone)
}

// zone returns the tenant of the credentials: the one that their source gives,
// else the first part of the token host's name, where SAP puts it.
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
