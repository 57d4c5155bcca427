# syntax=docker/dockerfile:1

# The image of aicore-reaper: one static binary and the CA certificates, nothing
# else. deploy/check runs the build stage without Docker, instruction by
# instruction, and the binary in an empty chroot.
#
#   docker build --build-arg VERSION=v1.2.3 --build-arg REVISION=$(git rev-parse HEAD) .
#
# The base is pinned by tag. Where your registry mirrors it, pin the digest that
# you have verified: --build-arg GO_IMAGE=golang:1.26.8-bookworm@sha256:…
ARG GO_IMAGE=golang:1.26.8-bookworm

FROM --platform=$BUILDPLATFORM ${GO_IMAGE} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY configs configs
COPY internal internal
ARG VERSION=devel
ARG REVISION=unknown
ARG TARGETOS=linux
ARG TARGETARCH=amd64
# timetzdata: an empty image has no time zones, the config may name one.
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} \
    go build -trimpath -buildvcs=false -tags timetzdata \
    -ldflags "-s -w -X github.com/aicore-reaper/aicore-reaper/internal/cli.version=${VERSION} -X github.com/aicore-reaper/aicore-reaper/internal/cli.revision=${REVISION}" \
    -o bin/aicore-reaper ./cmd/aicore-reaper

FROM scratch
ARG VERSION=devel
ARG REVISION=unknown
LABEL org.opencontainers.image.title="aicore-reaper" \
      org.opencontainers.image.description="The scheduled garbage collector for SAP AI Core executions" \
      org.opencontainers.image.source="https://github.com/aicore-reaper/aicore-reaper" \
      org.opencontainers.image.documentation="https://github.com/aicore-reaper/aicore-reaper/blob/main/docs/install-kubernetes.md" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/bin/aicore-reaper /aicore-reaper
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 9464
ENTRYPOINT ["/aicore-reaper"]
