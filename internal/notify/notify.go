// Package notify tells people what a sweep did and what will come. A message is made
// of a report, without a network; [Send] posts it: as JSON to any webhook, to Slack
// and Teams in their own forms, or as a mail.
//
// The address of a target is a secret. No error of this package holds any part of it.
package notify

import (
	"text/template"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/secret"
)

// Event is a kind of news.
type Event string

// The events, as the config names them.
const (
	Upcoming Event = "upcoming" // a policy will act on these soon, and this was not said before
	Acted    Event = "acted"    // seen stopped or gone, by this program's doing
	Failed   Event = "failed"   // refused by the API, not sent, or not seen done in time
	Refused  Event = "refused"  // a guard or maxPercent held a resource group or the sweep back
)

// Events returns all events, the gravest first.
func Events() []Event { return []Event{Refused, Failed, Acted, Upcoming} }

// Target is where messages go, and which.
type Target struct {
	URL      secret.Text        // "" together with URLFile: nobody is told
	URLFile  string             // a file that holds the address in place of URL; it is read for every message
	Events   []Event            // of [Events]
	Template *template.Template // makes the text of a [Message]; nil: the built-in text
}

// timeout is how long a target has.
const timeout = 10 * time.Second
