package living

// choices are those that were made in one run, of who goes next. The first of them
// is made again in the next run, but for the last that can be made otherwise: so all
// runs are tried, one after the other, that turn away from the straight one no more
// often than a number of times.
type choices struct {
	most  int // turns away
	plan  []int
	made  []int
	of    []int // how many there were to choose from
	turns int
	last  string // who went last
	idle  int    // how often time was let pass since a request went
}

// next prepares the next run, and reports whether there is one.
func (c *choices) next() bool {
	for i := len(c.made) - 1; i >= 0; i-- {
		if c.made[i]+1 < c.of[i] {
			c.plan = append(c.made[:i:i], c.made[i]+1)
			c.made, c.of, c.turns, c.last, c.idle = nil, nil, 0, "", 0
			return true
		}
	}
	return false
}

// pick chooses who goes next. The straight way is to let go on who went last. What
// cannot matter, which is to ask for a token or what the API can, is no choice.
func (c *choices) pick(waiting []*parked) int {
	straight := 0
	for i, p := range waiting {
		if immaterial(p.what) {
			return i
		}
		if p.from == c.last {
			straight = i
		}
	}
	choice := c.choose(len(waiting) + 1) // the last is to let time pass
	if choice == len(waiting) && c.idle < 1 {
		c.idle++
		return -1
	}
	c.idle = 0
	i := (straight + choice) % len(waiting)
	c.last = waiting[i].from
	return i
}

func (c *choices) choose(of int) int {
	if c.turns >= c.most {
		return 0
	}
	choice := 0
	if n := len(c.made); n < len(c.plan) {
		choice = c.plan[n]
	}
	c.made, c.of = append(c.made, choice), append(c.of, of)
	if choice > 0 {
		c.turns++
	}
	return choice
}

func immaterial(what string) bool {
	return what == " POST /oauth/token" || what == " GET /v2/lm/meta"
}
