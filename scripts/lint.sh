#!/usr/bin/env bash
# Runs golangci-lint with .golangci.yml, in one exact version, built from source on first use (some minutes) and kept in the
# user's cache. Arguments go to "golangci-lint run", for example: scripts/lint.sh ./app/report/... Exit code 3: the linter
# cannot be installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=v2.15.0
folder="${XDG_CACHE_HOME:-$HOME/.cache}/linli/golangci-lint-$version"

if [[ ! -x $folder/golangci-lint ]]; then
	echo "installing golangci-lint $version"
	mkdir -p "$folder"
	log=$(mktemp)
	if ! GOFLAGS='' GOBIN="$folder" go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version" >"$log" 2>&1; then
		tail -n 5 "$log" >&2
		rm -f "$log"
		echo "golangci-lint $version could not be installed" >&2
		exit 3
	fi
	rm -f "$log"
fi
exec "$folder/golangci-lint" run --timeout 15m "$@"
