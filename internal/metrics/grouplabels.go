package metrics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// groupLabels are the labels of the metric resource_group_labels.
type groupLabels struct {
	keys        []string // as in the config, without the prefix
	description *description
}

// keyPrefix is the prefix of label keys in SAP AI Core.
const keyPrefix = "ext.ai.sap.com/"

var (
	notInNames = regexp.MustCompile(`[^a-zA-Z0-9_]`)
	camelHump  = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// newGroupLabels names the labels as kube-state-metrics does: costCenter and
// ext.ai.sap.com/cost-center both become label_cost_center. If several get the
// same name, a number is appended to each.
func newGroupLabels(configured []string) groupLabels {
	var l groupLabels
	for _, key := range configured {
		if key = strings.TrimPrefix(key, keyPrefix); !slices.Contains(l.keys, key) {
			l.keys = append(l.keys, key)
		}
	}
	slices.Sort(l.keys)
	count := make(map[string]int)
	for _, key := range l.keys {
		count[labelName(key)]++
	}
	named := []string{"resource_group"}
	met := make(map[string]int)
	for _, key := range l.keys {
		name := labelName(key)
		if met[name]++; count[name] > 1 {
			name = fmt.Sprintf("%s_conflict%d", name, met[name])
		}
		named = append(named, name)
	}
	l.description = describe("resource_group_labels", "1, with the labels of a resource group that metrics.groupLabels names, for joins.", named...)
	return l
}

func labelName(key string) string {
	return "label_" + strings.ToLower(camelHump.ReplaceAllString(notInNames.ReplaceAllString(key, "_"), "${1}_${2}"))
}

// of returns the metric of one group; ok is false if there is nothing to show.
func (l groupLabels) of(group string, labels map[string]string) (s sample, ok bool) {
	if len(l.keys) == 0 || labels == nil {
		return sample{}, false
	}
	values := []string{group}
	for _, key := range l.keys {
		value, known := labels[keyPrefix+key]
		if !known {
			value = labels[key]
		}
		values = append(values, text(value))
	}
	return sample{l.description, 1, values}, true
}
