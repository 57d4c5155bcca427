package living

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// network is a listener in memory. In a synctest bubble it needs no time and no
// port.
type network struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newNetwork() *network {
	return &network{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case n.conns <- server:
		return client, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve serves a handler in memory and returns a transport to it. The returned
// function ends the server and waits for its end.
func serve(h http.Handler) (*http.Transport, func()) {
	n := newNetwork()
	server := &http.Server{Handler: h}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(n) // returns only after Close
	}()
	transport := &http.Transport{DialContext: n.dial, MaxIdleConnsPerHost: 8}
	return transport, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-ended
	}
}
