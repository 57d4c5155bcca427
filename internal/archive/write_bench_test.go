package archive

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"
)

// BenchmarkWrite measures writing and syncing copies, one after the other and
// many at once.
func BenchmarkWrite(b *testing.B) {
	for _, atOnce := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(atOnce), func(b *testing.B) {
			a, err := Open("file://"+b.TempDir(), nil, time.Now)
			if err != nil {
				b.Fatal(err)
			}
			c := &Copy{ResourceGroup: "team-a", Execution: json.RawMessage(`{"id":"e-01"}`)}
			gate := make(chan struct{}, atOnce)
			var all sync.WaitGroup
			for i := range b.N {
				gate <- struct{}{}
				all.Go(func() {
					defer func() { <-gate }()
					if err := a.write(fmt.Sprintf("team-a/churn/2026-06-01/e-%d.json.gz", i), c); err != nil {
						b.Error(err)
					}
				})
			}
			all.Wait()
		})
	}
}
