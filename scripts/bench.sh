#!/usr/bin/env bash
# Measures the speed and memory of Linli against bare programs with the same input and output, on both engines, and prints a
# Markdown table, notes and profiles. It needs Go and the packages of scripts/servers.sh.
#
#   scripts/bench.sh                           everything, about 20 minutes
#   scripts/bench.sh --quick                   everything in 3 minutes, only to check that it works
#   scripts/bench.sh --only b --engine sqlite  one figure on one engine (a callbacks, b reports, c notices, d lists, e memory,
#                                              f the sweep of deadlines, g alerts to stewards, h the
#                                              opening minute of bookings, i the week of a community, j the desk,
#                                              k the import of a county, its pages and its lines of work,
#                                              l a visit to somebody who needs care, m the hours of a hall,
#                                              n the bytes of one report, p 10,000 households asked at once)
#   scripts/bench.sh --only o                  what each thing costs, cores for a year, the busiest minutes (capacity): only when named,
#                                              half an hour and 30 GB of disk
#   scripts/bench.sh --only c --profile        with CPU profiles also where the target is met
#   scripts/bench.sh --repeat 3 --against docs/benchmarks.md   the middle of three, beside the last record: what got worse is marked
#
# Progress goes to stderr. Profiles stay in $LINLI_BENCH_PROFILES or in a folder named at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/servers.sh
source scripts/servers.sh

work=$(mktemp -d "${TMPDIR:-/tmp}/linli-bench.XXXXXX")
finish() {
	stop_servers
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

engines=sqlite,mysql
for ((i = 1; i <= $#; i++)); do
	case ${!i} in
	--engine | -engine) j=$((i + 1)) && engines=${!j} ;;
	--engine=* | -engine=*) engines=${!i#*=} ;;
	esac
done
profiles=${LINLI_BENCH_PROFILES:-${TMPDIR:-/tmp}/linli-profiles}
mkdir -p "$profiles"

go build -o "$work/linli" ./app
go build -tags record -o "$work/recorder" ./app
go build -o "$work/floor" ./scripts/bench/floor
go build -o "$work/measure" ./scripts/bench/measure
if [[ $engines == *mysql* ]]; then
	start_servers >&2
fi
status=0
TMPDIR=$work "$work/measure" -commit "$(git rev-parse --short HEAD 2>/dev/null || true)" -linli "$work/linli" -floor "$work/floor" -recorder "$work/recorder" -profiles "$profiles" "$@" || status=$?
echo "profiles are in $profiles" >&2
exit "$status"
