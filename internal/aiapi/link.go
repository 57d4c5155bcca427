package aiapi

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/aiapi/page"
)

var errNoNextPage = fmt.Errorf("%w: the list goes on, and its Link header does not say where", page.ErrFormat)

// relation finds the rel parameter of a link (RFC 8288).
var relation = regexp.MustCompile(`(?i);\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))`)

// nextPage returns the token of the next page from Link headers, "" if there is
// no next page. It takes only the token of the link, never its host. A link to a
// next page without a token is an error: without that page the list is
// incomplete.
func nextPage(headers []string) (string, error) {
	for _, header := range headers {
		for _, link := range strings.Split(header, "<")[1:] {
			address, parameters, closed := strings.Cut(link, ">")
			rel := relation.FindStringSubmatch(parameters)
			if rel != nil && !slices.Contains(strings.Fields(strings.ToLower(rel[1]+" "+rel[2])), "next") {
				continue
			}
			token := tokenOf(address)
			switch {
			case closed && token != "":
				return token, nil
			case !closed || rel != nil:
				return "", errNoNextPage
			}
		}
	}
	return "", nil
}

func tokenOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get("continueToken")
}
