package simulator

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// trackingQuery is what GET /lm/metrics is asked for.
type trackingQuery struct {
	ids       []string // nil: all
	tests     []tagTest
	selected  []string // empty: all
	top, skip int
}

// tagTest is one expression of tagFilters: name, name=value or name!=value.
type tagTest struct {
	name, value string
	equal, not  bool
}

// maxTagTests and maxTagFilters bound tagFilters: expressions, and characters.
const (
	maxTagTests   = 100
	maxTagFilters = 5_000
)

var (
	oneID   = regexp.MustCompile(`^executionId eq '([^']*)'$`)
	someIDs = regexp.MustCompile(`^executionId in \(('[^']*'(, *'[^']*')*)\)$`)
)

// readTrackingQuery reads a query. It must name executions or a filter; the
// deprecated $filter takes executions, as SAP's description says, and tags, as
// its guide does.
func readTrackingQuery(address *url.URL) (*trackingQuery, error) {
	query := address.Query()
	q := &trackingQuery{}
	if text := query.Get("executionIds"); text != "" {
		q.ids = strings.Split(text, ",")
	}
	filters := []string{rawValue(address.RawQuery, "tagFilters")}
	switch filter := query.Get("$filter"); {
	case oneID.MatchString(filter):
		q.ids = append(q.ids, oneID.FindStringSubmatch(filter)[1])
	case someIDs.MatchString(filter):
		for _, id := range strings.Split(someIDs.FindStringSubmatch(filter)[1], ",") {
			q.ids = append(q.ids, strings.Trim(id, " '"))
		}
	default:
		filters = append(filters, rawValue(address.RawQuery, "$filter"))
	}
	for _, filter := range filters {
		tests, err := readTagTests(filter)
		if err != nil {
			return nil, err
		}
		q.tests = append(q.tests, tests...)
	}
	switch {
	case q.ids == nil && q.tests == nil:
		return nil, errors.New("executionIds or tagFilters must be given")
	case len(q.ids) > maxTrackingIDs:
		return nil, fmt.Errorf("at most %d executionIds are allowed, not %d", maxTrackingIDs, len(q.ids))
	case len(q.tests) > maxTagTests:
		return nil, fmt.Errorf("at most %d expressions are allowed in tagFilters, not %d", maxTagTests, len(q.tests))
	}
	return q, q.readRest(query)
}

func (q *trackingQuery) readRest(query url.Values) (err error) {
	if text := query.Get("$select"); text != "" {
		q.selected = strings.Split(text, ",")
	}
	for _, name := range q.selected {
		if !slices.Contains([]string{"*", "metrics", "tags", "customInfo"}, name) {
			return fmt.Errorf("$select takes metrics, tags, customInfo or *, not %q", name)
		}
	}
	if q.top, err = number(query, "$top", defaultTrackingTop, maxTrackingTop); err != nil {
		return err
	}
	q.skip, err = number(query, "$skip", 0, 1<<31)
	return err
}

// selects reports whether the answer holds a part of the tracking data.
func (q *trackingQuery) selects(part string) bool {
	return len(q.selected) == 0 || slices.Contains(q.selected, part) || slices.Contains(q.selected, "*")
}

// rawValue is a parameter of a query as it stands there, still encoded.
func rawValue(query, name string) string {
	for part := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(part, "=")
		if decoded, err := url.QueryUnescape(key); err == nil && decoded == name {
			return value
		}
	}
	return ""
}

// readTagTests reads tagFilters. Values may hold commas and equals signs where
// these are percent-encoded. Clients send the expressions as they are, or encode
// the whole once more: then there is no separator to be seen, and it is decoded.
func readTagTests(raw string) ([]tagTest, error) {
	if raw == "" {
		return nil, nil
	}
	if !strings.ContainsAny(raw, ",=") {
		decoded, err := url.QueryUnescape(raw)
		if err != nil {
			return nil, err
		}
		raw = decoded
	}
	if len(raw) > maxTagFilters {
		return nil, fmt.Errorf("tagFilters may have at most %d characters, not %d", maxTagFilters, len(raw))
	}
	var tests []tagTest
	for text := range strings.SplitSeq(raw, ",") {
		test, err := readTagTest(text)
		if err != nil {
			return nil, err
		}
		tests = append(tests, test)
	}
	return tests, nil
}

func readTagTest(text string) (test tagTest, err error) {
	name, value, hasValue := strings.Cut(text, "=")
	name, test.not = strings.CutSuffix(name, "!")
	test.not, test.equal = hasValue && test.not, hasValue && !test.not
	var badName, badValue error
	test.name, badName = url.PathUnescape(name)
	test.value, badValue = url.PathUnescape(value)
	if test.name == "" {
		err = fmt.Errorf("tagFilters: %q is not name, name=value or name!=value", text)
	}
	return test, errors.Join(badName, badValue, err)
}

// fits reports whether the tags of an execution pass all tests. It passes
// name!=value where it does not bear the tag at all.
func (q *trackingQuery) fits(tags [][2]string) bool {
	for _, test := range q.tests {
		found := slices.ContainsFunc(tags, func(tag [2]string) bool {
			return tag[0] == test.name && (tag[1] == test.value || !test.equal && !test.not)
		})
		if found == test.not {
			return false
		}
	}
	return true
}
