# Every target sets itself up: nothing but Go is needed.
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null)
REVISION ?= $(shell git rev-parse HEAD 2>/dev/null)
PACKAGE  := github.com/aicore-reaper/aicore-reaper/internal/cli
LDFLAGS  := -s -w -X $(PACKAGE).version=$(VERSION) -X $(PACKAGE).revision=$(REVISION)

.PHONY: build test demo demo-dashboard bench scaling chaos mutants lint chart snapshot

build: ## the static binary, into bin/
	CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags '$(LDFLAGS)' -o bin/aicore-reaper ./cmd/aicore-reaper

test: ## the tests
	go test -p 2 ./...

demo: build ## plan, sweep and plan again on a simulated tenant
	./configs/demo.sh bin/aicore-reaper

lint: ## formatting, vet, staticcheck, actionlint
	test -z "$$(gofmt -l $$(git ls-files '*.go'))"
	go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...
	go tool -modfile=tools/go.mod actionlint

demo-dashboard: ## what the dashboard shows of the demo, asked of a Prometheus (Debian's package)
	go run ./deploy/grafana/show

bench: ## what it costs, against a client that does the least; into docs/performance.md
	go run ./test/bench

scaling: ## how it grows, one thing at a time; fails where that is faster than in a line; into docs/scaling.md
	go run ./test/scaling

SEEDS ?= 260
chaos: ## SEEDS worlds for each kind of fault; 260 are more than 10,000
	go test ./test/chaos -seeds $(SEEDS) -timeout 60m

mutants: ## one decisive line changed at a time: a test must notice each
	go run ./test/mutants

chart: ## the chart's schema, from the program's, and its README, from its values
	go generate ./deploy/helm/...
	go tool -modfile=tools/go.mod helm-docs --chart-search-root deploy/helm --sort-values-order file --log-level error

snapshot: ## what a release would be, into dist/, by goreleaser; the same bytes twice
	deploy/package/snapshot
