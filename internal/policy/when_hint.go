package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// spans finds durations in the notation of the config, such as 3d or 1d12h.
var spans = regexp.MustCompile(`\b(?:[0-9]+(?:ms|[ywdhms]))+\b`)

var spanPart = regexp.MustCompile(`([0-9]+)(ms|[ywdhms])`)

// quoted finds the string literals of an expression.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`)

// bareSpans returns an error for each duration that is written as in the config,
// without quotes. Such an expression does not parse.
func bareSpans(expression string) (wrong WhenErrors) {
	blank := quoted.ReplaceAllStringFunc(expression, func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, at := range spans.FindAllStringIndex(blank, -1) {
		if span, ok := inCEL(blank[at[0]:at[1]]); ok {
			line, column := placeOf(expression, at[0])
			wrong = append(wrong, WhenError{line, column, fmt.Sprintf("`%s` is not how an expression writes a duration: write %s", blank[at[0]:at[1]], span)})
		}
	}
	return wrong
}

// badSpan returns how to write the duration that is in quotes at this position of
// an expression, "" if there is none.
func badSpan(expression string, line, column int) string {
	lines := strings.Split(expression, "\n")
	if line > len(lines) {
		return ""
	}
	rest := []rune(lines[line-1])
	if column > len(rest) {
		return ""
	}
	text := quoted.FindString(string(rest[column-1:]))
	if len(text) < 2 || spans.FindString(text[1:len(text)-1]) != text[1:len(text)-1] {
		return ""
	}
	span, ok := inCEL(text[1 : len(text)-1])
	if !ok {
		return ""
	}
	return fmt.Sprintf("durations of expressions have the units h, m, s and ms: write %s", span)
}

// inCEL returns a duration of the config in the notation of CEL.
func inCEL(span string) (string, bool) {
	var sum time.Duration
	for _, part := range spanPart.FindAllStringSubmatch(span, -1) {
		n, err := strconv.ParseInt(part[1], 10, 32)
		if err != nil {
			return "", false
		}
		sum += time.Duration(n) * unitLength[part[2]]
	}
	return fmt.Sprintf("duration(%q)", spellSpan(sum, units[1:])), sum >= 0
}

var unitLength = map[string]time.Duration{
	"y": 365 * 24 * time.Hour, "w": 7 * 24 * time.Hour, "d": 24 * time.Hour,
	"h": time.Hour, "m": time.Minute, "s": time.Second, "ms": time.Millisecond,
}

// placeOf returns the line and the column, in characters, of an offset in bytes.
func placeOf(text string, offset int) (line, column int) {
	before := text[:offset]
	start := strings.LastIndex(before, "\n") + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}
