package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/daemon/page"
	"github.com/aicore-reaper/aicore-reaper/internal/render"
	"github.com/aicore-reaper/aicore-reaper/internal/report"
	"github.com/aicore-reaper/aicore-reaper/internal/tenant"
)

// An explanation needs a new listing of a resource group. Explanations are made
// one at a time and never during a sweep, so that pages take no requests from a
// sweep.
const (
	betweenQuestions = time.Second      // pause between two explanations
	mostQuestions    = 4                // that may wait
	mostListed       = 50_000           // largest resource group, in executions
	longestAnswer    = 20 * time.Second // for one explanation
)

// question asks how the policies see one execution.
type question struct {
	group, id string
	answer    chan answer // buffered for one
}

type answer struct {
	explanation *render.Explanation
	err         error
}

// explanation asks the loop for an explanation.
func (d *Daemon) explanation(ctx context.Context, group, id string) (*render.Explanation, error) {
	q := &question{group, id, make(chan answer, 1)}
	select {
	case d.questions <- q:
	case <-d.running.Done():
		return nil, page.ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case a := <-q.answer:
		return a.explanation, a.err
	case <-d.running.Done():
		return nil, page.ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ask queues a question, or answers at once with an error.
func (l *loop) ask(q *question) {
	switch err := l.refusal(q); {
	case err != nil:
		q.answer <- answer{err: err}
	default:
		l.asked = append(l.asked, q)
	}
}

func (l *loop) refusal(q *question) error {
	if l.job.kind == sweeping || len(l.asked) >= mostQuestions || l.unready != "" {
		return page.ErrBusy
	}
	if l.newest == nil {
		return page.ErrBusy
	}
	for i := range l.newest.Groups {
		if g := &l.newest.Groups[i]; g.ID == q.group {
			if g.Listed > mostListed {
				return fmt.Errorf("%w: %s has more than %d executions; run: aicore-reaper explain %s", page.ErrTooLarge, g.ID, mostListed, q.id)
			}
			return nil
		}
	}
	return fmt.Errorf("%w: %q is not a resource group that was swept", page.ErrNotFound, q.group)
}

// explain starts the job for the oldest question.
func (l *loop) explain(ctx context.Context) {
	q, t := l.asked[0], l.inForce
	l.asked = l.asked[1:]
	l.start(ctx, explaining, func(ctx context.Context) result {
		ctx, cancel := context.WithTimeout(ctx, longestAnswer)
		defer cancel()
		x, err := t.Explain(ctx, q.group, q.id)
		switch {
		case ctx.Err() != nil: // it took too long, or a sweep is due
			err = errors.Join(page.ErrBusy, err)
		case errors.Is(err, tenant.ErrNotThere):
			err = notFound{err}
		}
		return result{answer: x, err: err}
	})
	l.job.question = q
}

// notFound turns the tenant's ErrNotThere into the error that pages know.
type notFound struct{ error }

func (notFound) Is(target error) bool { return target == page.ErrNotFound }

func (l *loop) takeAnswer(j job, r result) {
	l.answered = l.wall()
	a := answer{&render.Explanation{Explanation: r.answer}, r.err}
	if l.newest != nil {
		a.explanation.Limit = limitOn(l.newest, j.question)
	}
	j.question.answer <- a
}

// limitOn returns the limit that deferred an execution in the newest report, ""
// if none.
func limitOn(newest *report.Report, q *question) string {
	for row := range newest.Rows.Scan() {
		if row.ID == q.id && row.Group == q.group {
			return row.Limit.String()
		}
	}
	return ""
}
