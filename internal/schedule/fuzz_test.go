package schedule

import (
	"testing"
	"time"
)

// A valid line is due after now, then later again, always on a whole second; or
// it is never due. Any other line is an error that says what to write.
func FuzzSchedule(f *testing.F) {
	for _, line := range []string{
		"15 3 * * *", "*/7 1-5,22 1 */2 mon-fri", "30 2 * 3,10 sun", "0 0 31 2 *", "0 0 29 2 *", "@hourly", "@every 90m", "@every 1ns", "@every -5m",
		"@every 2562047h", "@reboot", "TZ=UTC * * * * *", "* * * * 7", "59 23 31 12 ?", "0-59/61 * * * *", "5-1 * * * *", "@", "  * * * * *",
	} {
		f.Add(line, int64(1_774_742_400), uint8(len(line)))
	}
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			f.Fatal(err)
		}
		zones = append(zones, zone)
	}
	f.Fuzz(func(t *testing.T, line string, at int64, zone uint8) {
		s, err := Parse(line, zones[int(zone)%len(zones)])
		if err != nil {
			if err.Error() == "" || s.String() != "" {
				t.Errorf("%q gives %v and %v", line, s, err)
			}
			return
		}
		if s.String() != line {
			t.Errorf("%q is %q", line, s)
		}
		const century = 100 * 366 * 24 * 3600
		after := time.Unix(at%century, 0)
		for range 3 {
			due, ever := s.Next(after)
			if !ever {
				return
			}
			if !due.After(after) || due.Nanosecond() != 0 {
				t.Fatalf("%q in %s is due at %s after %s", line, zones[int(zone)%len(zones)], due, after)
			}
			if latest, ok := s.Latest(due); !ok || !latest.Equal(due) {
				t.Fatalf("%q in %s is due at %s, but the latest slot then is %s", line, zones[int(zone)%len(zones)], due, latest)
			}
			after = due
		}
	})
}
