package aiapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
	"github.com/aicore-reaper/aicore-reaper/internal/workload"
)

const (
	groupsEndpoint = "/admin/resourceGroups"
	groupsPage     = 1000
	maxGroupPages  = 10_000
	groupListings  = 3
)

// ResourceGroups lists the tenant's groups that match all label selectors (k=v,
// k!=v), each group once. If a continuation expires (410), it starts again, as
// the API demands. Ids are not checked; see workload.ValidGroupID.
func (c *Client) ResourceGroups(ctx context.Context, labelSelectors []string) ([]workload.ResourceGroup, error) {
	for listing := 1; ; listing++ {
		groups, err := c.resourceGroups(ctx, labelSelectors)
		if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusGone && listing < groupListings {
			continue
		}
		return groups, err
	}
}

func (c *Client) resourceGroups(ctx context.Context, labelSelectors []string) ([]workload.ResourceGroup, error) {
	var all []workload.ResourceGroup
	seen, asked := make(map[string]int), make(map[string]bool) // where in all a group stands
	idle := 0                                                  // pages in a row without a new group
	for next := ""; ; {
		page, link, err := c.groupPage(ctx, labelSelectors, next)
		if err != nil {
			return nil, err
		}
		idle++
		for _, g := range page {
			if at, twice := seen[g.ID]; twice {
				all[at].Labels = agreed(all[at].Labels, g.Labels)
				continue
			}
			seen[g.ID], idle = len(all), 0
			all = append(all, g)
		}
		switch {
		case link == "":
			return all, nil
		case asked[link]:
			return nil, noEnd("the list goes in a circle: a page links to one that was read before")
		case idle > maxIdlePages:
			return nil, noEnd("%d pages in a row bring nothing new", idle)
		case len(asked) >= maxGroupPages:
			return nil, noEnd("more than %d pages", maxGroupPages)
		}
		asked[link] = true
		next = link
	}
}

// agreed returns the labels of a group that is listed twice: nil, which is unknown,
// where the two differ.
func agreed(a, b map[string]string) map[string]string {
	if !maps.Equal(a, b) {
		return nil
	}
	return a
}

// noEnd returns the error of a list of resource groups that has no end.
func noEnd(format string, args ...any) error {
	err := tooMuch(format, args...)
	return &Error{Method: http.MethodGet, Endpoint: groupsEndpoint, Status: http.StatusOK, Message: err.Error(), Err: err}
}

// groupPage returns one page and the token of the next page, "" at the end. Only
// the Link header says whether there is a next page: a page in the middle can be
// empty.
func (c *Client) groupPage(ctx context.Context, labelSelectors []string, token string) ([]workload.ResourceGroup, string, error) {
	query := url.Values{}
	if len(labelSelectors) > 0 {
		query.Set("labelSelector", strings.Join(labelSelectors, ","))
	}
	if token != "" {
		query.Set("continueToken", token)
	}
	var answer groupsAnswer
	next := ""
	k := &call{
		method: http.MethodGet, endpoint: groupsEndpoint, path: groupsEndpoint, tenant: true, query: query.Encode(),
		header: map[string]string{"Prefer": fmt.Sprintf("maxpagesize=%d", groupsPage)},
		read: func(resp *http.Response) (err error) {
			if err := readJSON(&answer)(resp); err != nil {
				return err
			}
			if err := answer.check(); err != nil {
				return unreadable(err, resp, nil)
			}
			next, err = nextPage(resp.Header.Values("Link"))
			return unreadable(err, resp, nil)
		},
	}
	if err := c.do(ctx, k); err != nil {
		return nil, "", err
	}
	return answer.groups(), next, nil
}

type groupsAnswer struct {
	Resources []struct {
		ID     string `json:"resourceGroupId"`
		Status string `json:"status"`
		Labels []struct {
			Key   string `json:"key"`
			Value string `json:"value"`
		} `json:"labels"`
	} `json:"resources"`
}

// check returns an error for an answer without a list and for a group without an
// id. A request with an empty group header could reach any group.
func (a *groupsAnswer) check() error {
	if a.Resources == nil {
		return fmt.Errorf("%w: a list of resource groups without resources", page.ErrFormat)
	}
	for i := range a.Resources {
		if a.Resources[i].ID == "" {
			return fmt.Errorf("%w: a resource group without an id", page.ErrFormat)
		}
	}
	return nil
}

func (a *groupsAnswer) groups() []workload.ResourceGroup {
	groups := make([]workload.ResourceGroup, len(a.Resources))
	for i, r := range a.Resources {
		groups[i] = workload.ResourceGroup{ID: r.ID, Status: r.Status, Labels: make(map[string]string, len(r.Labels))}
		for _, l := range r.Labels {
			if value, twice := groups[i].Labels[l.Key]; twice && value != l.Value {
				groups[i].Labels = nil // nobody knows which of the two holds
				break
			}
			groups[i].Labels[l.Key] = l.Value
		}
	}
	return groups
}
