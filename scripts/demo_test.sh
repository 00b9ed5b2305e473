#!/usr/bin/env bash
# Starts the demo in an empty environment and an empty folder, waits until it is ready, opens every page it prints, and
# stops it with Ctrl-C.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/servers.sh
source scripts/servers.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/linli-demo.XXXXXX")
pid=""
cleanup() {
	[[ -z $pid ]] || kill "$pid" 2>/dev/null || true
	rm -rf "$folder"
}
trap cleanup EXIT

fail() {
	echo "demo: $*" >&2
	tail -n 30 "$folder/out" >&2
	exit 1
}

port=$(free_port)
scripts/clients.sh || true # so that the timeout below does not include the compilers
go build -o bin/linli ./app
# "exec" in demo.sh makes this pid the demo's own. Job control lets it receive Ctrl-C, which background jobs of a script
# ignore.
set -m
env -i PATH="$PATH" HOME="$HOME" GOFLAGS="${GOFLAGS:-}" GOPROXY="$(go env GOPROXY)" TMPDIR="$folder" \
	scripts/demo.sh --listen "127.0.0.1:$port" >"$folder/out" 2>&1 </dev/null &
pid=$!
set +m

end=$((SECONDS + 120))
until curl -fsS -o "$folder/ready" "http://127.0.0.1:$port/readyz" 2>/dev/null; do
	kill -0 "$pid" 2>/dev/null || fail "the demo ended before it was ready"
	((SECONDS < end)) || fail "not ready after two minutes"
	sleep 0.2
done

pages=("http://127.0.0.1:$port/healthz" "http://127.0.0.1:$port/openapi.json")
while read -r page; do
	pages+=("$page")
done < <(grep -oE 'http://(127\.0\.0\.1|localhost):[0-9]+[^ [:space:]")，。）]*' "$folder/out" | sort -u)
((${#pages[@]} > 2)) || fail "it prints no address to open"
for page in "${pages[@]}"; do
	curl -fsSL --max-time 10 -o "$folder/page" "$page" || fail "cannot open $page"
	[[ -s $folder/page ]] || fail "$page is empty"
	echo "opened $page ($(wc -c <"$folder/page") bytes)"
done

kill -INT "$pid"
status=0
wait "$pid" || status=$?
pid=""
((status == 0)) || fail "it ended with status $status after Ctrl-C"
! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || fail "a process still listens on its port"
left=$(find "$folder" -mindepth 1 -maxdepth 1 -name 'linli-demo-*')
[[ -z $left ]] || fail "it left its data behind: $left"
echo "the demo starts, shows its pages and stops"
