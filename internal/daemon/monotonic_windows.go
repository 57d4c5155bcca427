package daemon

// monotonic returns 0, because Windows has no systemd.
func monotonic() (int64, error) { return 0, nil }
