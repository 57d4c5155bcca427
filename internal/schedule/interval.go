package schedule

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/common/model"
)

// parseInterval reads the duration after @every, in the form of the config or of
// Go. It must be a positive number of whole seconds.
func parseInterval(text string) (time.Duration, error) {
	var every time.Duration
	if d, err := model.ParseDuration(text); err == nil {
		every = time.Duration(d)
	} else if every, err = time.ParseDuration(text); err != nil {
		return 0, fmt.Errorf("%q is not a duration: write such as @every 30m or @every 1d", text)
	}
	switch {
	case every < time.Second:
		return 0, errors.New("the time from one slot to the next is at least one second: write such as @every 30m")
	case every%time.Second != 0:
		return 0, errors.New("the time from one slot to the next is a whole number of seconds: write such as @every 30m")
	}
	return every, nil
}
