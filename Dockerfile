# syntax=docker/dockerfile:1
# The static program alone:              docker build -t ecmo-report .
# The same with a shell and git, for CI: docker build --target shell -t ecmo-report:shell .
# Build a review:                        docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" ecmo-report build reviews/NAME

FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked && cp target/release/ecmo-report /ecmo-report

FROM alpine:3 AS shell
RUN apk add --no-cache bash git
COPY --from=build /ecmo-report /usr/local/bin/ecmo-report
WORKDIR /work

FROM scratch
COPY --from=build /ecmo-report /ecmo-report
WORKDIR /work
ENTRYPOINT ["/ecmo-report"]
