package config

import (
	"bytes"
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// hidden replaces secrets in a config that is shown.
const hidden = "hidden"

// Redacted returns the file for people, without comments and without secrets,
// which are passwords and the addresses of notify.
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

// redact hides secrets in a node. under is the path of its keys.
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

// withoutUser returns an address without its user and password, even if it is not
// a valid URL.
func withoutUser(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		rest = hidden + "@" + rest[i+1:]
	}
	return scheme + "://" + rest
}
