package render

import "regexp"

// span finds durations in the notation of the config, split after their two
// largest units.
var span = regexp.MustCompile(`\b(\d+(?:d|h|m|s))(\d+(?:h|m|s|ms))?(?:\d+(?:m|s|ms))*\b`)

// readable shortens the durations in one of our own texts for people:
// 307d3h34m44s301ms becomes 307d 3h.
func readable(s string) string {
	return span.ReplaceAllStringFunc(s, func(d string) string {
		parts := span.FindStringSubmatch(d)
		if parts[2] == "" {
			return parts[1]
		}
		return parts[1] + " " + parts[2]
	})
}

// saw returns what a key of a match saw. It shortens ages but never changes
// names.
func saw(key, text string) string {
	switch key {
	case "olderThan", "youngerThan", "silentFor":
		return readable(text)
	}
	return text
}
