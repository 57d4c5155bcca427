package config

import (
	"bytes"
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// hidden stands for a secret where a config is shown.
const hidden = "hidden"

// Redacted is the file as it was read, for people: without comments, and without
// passwords and the addresses of notify, which are secrets.
func (c *Config) Redacted() string {
	var document yaml.Node
	if yaml.Unmarshal([]byte(c.text), &document) != nil || len(document.Content) == 0 {
		return "" // it was read once, so it can be
	}
	redact(document.Content[0], "")
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if encoder.Encode(document.Content[0]) != nil {
		return ""
	}
	return out.String()
}

// redact hides what is secret in a node that stands under these keys.
func redact(n *yaml.Node, under string) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	switch n.Kind {
	case yaml.ScalarNode:
		if strings.HasPrefix(under, ".notify") && strings.HasSuffix(under, ".url") && n.Value != "" {
			n.SetString(hidden)
		} else if u, err := url.Parse(n.Value); strings.Contains(n.Value, "://") && (err != nil || u.User != nil) {
			n.SetString(withoutUser(n.Value))
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			redact(n.Content[i], "")
			redact(n.Content[i+1], under+"."+n.Content[i].Value)
		}
	default:
		for _, c := range n.Content {
			redact(c, under)
		}
	}
}

// withoutUser is an address without the user and the password in it, also where it
// cannot be read as one.
func withoutUser(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		rest = hidden + "@" + rest[i+1:]
	}
	return scheme + "://" + rest
}
