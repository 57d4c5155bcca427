package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/aicore-reaper/aicore-reaper/internal/simulator"
)

// serveWorld is a simulated tenant as a process, with as many scenarios as it is
// told: those of the program's own simulator are six.
func serveWorld(args []string) error {
	var numbers [3]int
	if len(args) != len(numbers) {
		return errors.New("world: say how many resource groups, executions and scenarios")
	}
	for i, text := range args {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return fmt.Errorf("world: %q is not a number of anything", text)
		}
		numbers[i] = n
	}
	s, err := simulator.New(simulator.Options{ResourceGroups: numbers[0], Executions: numbers[1], Seed: 1})
	if err != nil {
		return err
	}
	spread(s, numbers[2])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	id, secret := s.Credentials()
	address := "http://" + listener.Addr().String()
	for _, v := range [][2]string{{"AICORE_BASE_URL", address + "/v2"}, {"AICORE_AUTH_URL", address + "/oauth/token"}, {"AICORE_CLIENT_ID", id}, {"AICORE_CLIENT_SECRET", secret}} {
		fmt.Printf("export %s='%s'\n", v[0], v[1])
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

// spread gives the executions of each group n scenarios in turn.
func spread(s *simulator.Server, n int) {
	for _, group := range s.Groups() {
		all := s.Executions(group)
		for i := range all {
			all[i].ScenarioID = fmt.Sprintf("scenario-%d", i%n)
		}
		s.Put(group, all...)
	}
}
