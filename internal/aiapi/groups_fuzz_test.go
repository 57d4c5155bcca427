package aiapi

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// A list of groups names each group once, with its id. It is complete or an
// error: if a Link names a next page, that page is fetched.
func FuzzGroups(f *testing.F) {
	list := []byte(`{"count":1,"resources":[{"resourceGroupId":"a","status":"PROVISIONED","labels":[{"key":"k","value":"v"}]}]}`)
	f.Add(list, `</v2/admin/resourceGroups?continueToken=x>; rel="next"`)
	f.Add(list, `<https://x.example/?a=b>; rel="self", </v2/admin/resourceGroups?continueToken=x>; rel=next`)
	f.Add(list, `</v2/admin/resourceGroups?continueToken=a;b>; rel="next"`)
	f.Add(list, `</v2/admin/resourceGroups?continueToken=x>; rel="prev"`)
	f.Add(list, `</v2/admin/resourceGroups?continueToken=x`)
	f.Add([]byte(`{"resources":[{"resourceGroupId":""}]}`), "")
	f.Add([]byte(`{"resources":[{"resourceGroupId":"a"},{"resourceGroupId":"a"}]}`), "")
	f.Add([]byte(`{"error":{"message":"busy"}}`), "")
	f.Add([]byte(`null`), "")
	f.Fuzz(func(t *testing.T, body []byte, link string) {
		s := &canned{body: body, header: http.Header{"Link": {link}}}
		groups, err := s.client(t).ResourceGroups(t.Context(), nil)
		if err != nil {
			legible(t, err)
			return
		}
		seen := make(map[string]bool)
		for _, g := range groups {
			if g.ID == "" || seen[g.ID] {
				t.Errorf("%q in %v", g.ID, groups)
			}
			seen[g.ID] = true
		}
		if !bytes.Contains(bytes.ToLower(body), []byte(`resources`)) && !bytes.Contains(body, []byte(`\u`)) {
			t.Errorf("%s is taken for a list", body)
		}
		if strings.Contains(link, `>; rel="next"`) && strings.HasPrefix(link, "</") && s.asked < 2 {
			t.Errorf("%d request, though there is the Link %q", s.asked, link)
		}
	})
}
