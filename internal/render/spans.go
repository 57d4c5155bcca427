package render

import "regexp"

// span is a duration as the config writes it, split after its two largest units.
var span = regexp.MustCompile(`\b(\d+(?:d|h|m|s))(\d+(?:h|m|s|ms))?(?:\d+(?:m|s|ms))*\b`)

// readable shortens the durations of a text of our own, 307d3h34m44s301ms, to what
// people read: 307d 3h.
func readable(s string) string {
	return span.ReplaceAllStringFunc(s, func(d string) string {
		parts := span.FindStringSubmatch(d)
		if parts[2] == "" {
			return parts[1]
		}
		return parts[1] + " " + parts[2]
	})
}

// saw is what a key of a match saw. Ages are made readable; a name never is.
func saw(key, text string) string {
	switch key {
	case "olderThan", "youngerThan", "silentFor":
		return readable(text)
	}
	return text
}
