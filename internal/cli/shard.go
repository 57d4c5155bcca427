package cli

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/aicore-reaper/aicore-reaper/internal/reaper"
)

// shard reads --shard i/n, or else JOB_COMPLETION_INDEX, which a Kubernetes
// Indexed Job sets, and AICORE_REAPER_SHARDS, the number of shards.
func (a *app) shard(flag string) (reaper.Shard, error) {
	origin := "--shard"
	if flag == "" {
		index, count := a.Getenv("JOB_COMPLETION_INDEX"), a.Getenv("AICORE_REAPER_SHARDS")
		if count == "" {
			return reaper.Shard{}, nil
		}
		origin = "JOB_COMPLETION_INDEX/AICORE_REAPER_SHARDS"
		flag = cmp.Or(index, "none") + "/" + count
	}
	i, n, _ := strings.Cut(flag, "/")
	index, err1 := strconv.Atoi(i)
	count, err2 := strconv.Atoi(n)
	if err1 != nil || err2 != nil || count < 1 || index < 0 || index >= count {
		return reaper.Shard{}, usage(fmt.Errorf("%s: %q is not a part i/n with i from 0 to n-1", origin, flag))
	}
	return reaper.Shard{Index: index, Count: count}, nil
}
