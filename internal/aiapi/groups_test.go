package aiapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// groupsOf answers with a page of resource groups, and a Link to the next page if
// next is not empty.
func groupsOf(next string, ids ...string) http.HandlerFunc {
	var items []string
	for _, id := range ids {
		items = append(items, fmt.Sprintf(`{"resourceGroupId":%q,"status":"PROVISIONED","labels":[{"key":"ext.ai.sap.com/team","value":%q}]}`, id, id))
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		if next != "" {
			w.Header().Add("Link", `<https://elsewhere.example/docs>; rel="help"`)
			w.Header().Add("Link", `<https://elsewhere.example/v2/admin/resourceGroups?continueToken=`+next+`>; rel="next"`)
		}
		fmt.Fprintf(w, `{"count":%d,"resources":[%s]}`, len(ids), strings.Join(items, ","))
	}
}

func TestAllPagesOfResourceGroupsAreRead(t *testing.T) {
	t.Parallel()
	gone := says(410, `{"error":{"code":"1","message":"the token expired"}}`)
	tests := map[string]struct {
		pages []http.HandlerFunc
		want  []string
		asked []string // continueToken of each request
		err   string
	}{
		"one page":                           {[]http.HandlerFunc{groupsOf("", "a", "b")}, []string{"a", "b"}, []string{""}, ""},
		"none at all":                        {[]http.HandlerFunc{groupsOf("")}, nil, []string{""}, ""},
		"as many as there are links":         {[]http.HandlerFunc{groupsOf("t%2B1", "a"), groupsOf("t2", "b"), groupsOf("", "c")}, []string{"a", "b", "c"}, []string{"", "t+1", "t2"}, ""},
		"an empty page is not the end":       {[]http.HandlerFunc{groupsOf("t1", "a"), groupsOf("t2"), groupsOf("", "b")}, []string{"a", "b"}, []string{"", "t1", "t2"}, ""},
		"one that moves to the next page":    {[]http.HandlerFunc{groupsOf("t1", "a", "b"), groupsOf("", "b", "c")}, []string{"a", "b", "c"}, []string{"", "t1"}, ""},
		"an expired token begins it anew":    {[]http.HandlerFunc{groupsOf("t1", "a"), gone, groupsOf("t2", "a"), groupsOf("", "b")}, []string{"a", "b"}, []string{"", "t1", "", "t2"}, ""},
		"tokens that expire again and again": {[]http.HandlerFunc{gone}, nil, []string{"", "", ""}, "410 the token expired"},
		"a page that links to itself":        {[]http.HandlerFunc{groupsOf("t1", "a"), groupsOf("t1", "b")}, nil, []string{"", "t1"}, "the list goes in a circle"},
		"pages that link to each other":      {[]http.HandlerFunc{groupsOf("t1", "a"), groupsOf("t2", "b"), groupsOf("t1", "c")}, nil, []string{"", "t1", "t2"}, "the list goes in a circle"},
		"no right to the list":               {[]http.HandlerFunc{says(403, "")}, nil, []string{""}, "the credentials have no right to this call"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			c, s, _ := dial(t, map[string][]http.HandlerFunc{groupsEndpoint: noting(&asked, "continueToken", test.pages)})
			groups, err := c.ResourceGroups(t.Context(), []string{"ext.ai.sap.com/stage=dev", "ext.ai.sap.com/team!=x"})
			var got []string
			for _, g := range groups {
				got = append(got, g.ID)
				if g.Labels["ext.ai.sap.com/team"] != g.ID || g.Status != "PROVISIONED" {
					t.Errorf("group %+v", g)
				}
			}
			if !slices.Equal(got, test.want) || !slices.Equal(asked, test.asked) {
				t.Errorf("%v after asking with %q", got, asked)
			}
			if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v", err)
			}
			if !strings.Contains(s.log[1], "labelSelector=ext.ai.sap.com%2Fstage%3Ddev%2Cext.ai.sap.com%2Fteam%21%3Dx") {
				t.Errorf("asked %s", s.log[1])
			}
		})
	}
}

// noting records a parameter of each request. Requests must not be concurrent.
func noting(to *[]string, parameter string, answers []http.HandlerFunc) []http.HandlerFunc {
	var all []http.HandlerFunc
	for _, answer := range answers {
		all = append(all, func(w http.ResponseWriter, r *http.Request) {
			*to = append(*to, r.URL.Query().Get(parameter))
			answer(w, r)
		})
	}
	return all
}

// A server may send new links forever without any new group.
func TestPagesWithoutNewGroupsComeToAnEnd(t *testing.T) {
	t.Parallel()
	n := 0
	ever := func(w http.ResponseWriter, r *http.Request) {
		n++
		groupsOf(fmt.Sprintf("t%d", n), "a")(w, r)
	}
	c, s, _ := dial(t, map[string][]http.HandlerFunc{groupsEndpoint: {ever}})
	_, err := c.ResourceGroups(t.Context(), nil)
	if asked := s.count(groupsEndpoint); err == nil || !strings.Contains(err.Error(), "pages in a row bring nothing new") || asked != 1+maxIdlePages+1 {
		t.Errorf("after %d pages: %v", asked, err)
	}
}

// Labels that contradict each other are unknown, so that nothing is selected by them.
func TestLabelsThatContradictEachOtherAreUnknown(t *testing.T) {
	t.Parallel()
	const dev, prod = `{"key":"ext.ai.sap.com/stage","value":"dev"}`, `{"key":"ext.ai.sap.com/stage","value":"prod"}`
	group := func(labels string) string {
		return `{"resourceGroupId":"a","status":"PROVISIONED","labels":[` + labels + `]}`
	}
	for name, test := range map[string]struct {
		groups string
		known  bool
	}{
		"one label":                    {group(dev), true},
		"twice the same":               {group(dev + "," + dev), true},
		"two values":                   {group(dev + "," + prod), false},
		"two records that agree":       {group(dev) + "," + group(dev), true},
		"two records that do not":      {group(dev) + "," + group(prod), false},
		"two records, one without any": {group(dev) + "," + group(""), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := dial(t, map[string][]http.HandlerFunc{groupsEndpoint: {says(200, `{"count":1,"resources":[`+test.groups+`]}`)}})
			groups, err := c.ResourceGroups(t.Context(), nil)
			if err != nil || len(groups) != 1 || (groups[0].Labels != nil) != test.known {
				t.Errorf("%+v, %v", groups, err)
			}
		})
	}
}
