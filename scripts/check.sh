#!/usr/bin/env bash
# The checks that every change must pass before it is merged. It needs Go, git and Debian packages, which it installs with
# apt as root and names otherwise, and leaves nothing behind but caches.
#
#   scripts/check.sh                 all steps
#   scripts/check.sh format vet      only these
#
# The clients also need Node.js 20 and npm; Chromium for their tests is installed.
#
# The first failing step ends the run. Skipped checks are listed at the end, and with CI=true they are a failure too. For
# everyday work "go test ./..." is enough: it needs only Go, and tests SQLite and the embedded Redis.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/servers.sh
source scripts/servers.sh

readonly steps=(scripts docs words format vet lint bare clients corpora test fuzz backup scale demo)
readonly fuzz_time=2s

work=""       # a folder for logs
current=""    # the current step
skipped=()    # what could not be checked, with the reason
timings=()    # the duration of each step

main() {
	trap finish EXIT
	trap 'exit 130' INT TERM
	work=$(mktemp -d "${TMPDIR:-/tmp}/linli-check.XXXXXX")
	local wanted=("$@") name
	((${#wanted[@]})) || wanted=("${steps[@]}")
	for name in "${wanted[@]}"; do
		[[ " ${steps[*]} " == *" $name "* ]] || {
			echo "no such step: $name (there are: ${steps[*]})" >&2
			exit 2
		}
	done
	for name in "${wanted[@]}"; do
		step "$name"
	done
}

# step runs one step. It is never part of a condition, because bash would ignore "set -e" inside it.
step() {
	local begin=$SECONDS
	current=$1
	printf '\n== %s\n' "$1"
	"step_$1"
	timings+=("$(printf '%-8s %4d s' "$1" $((SECONDS - begin)))")
	current=""
}

finish() {
	local status=$? line
	stop_servers
	[[ -z $work ]] || rm -rf "$work"
	printf '\n== summary\n'
	for line in "${timings[@]}"; do echo "  $line"; done
	if ((status)); then
		echo "FAILED${current:+ in step $current}"
		exit "$status"
	fi
	if ((${#skipped[@]})); then
		echo "skipped:"
		printf '  %s\n' "${skipped[@]}"
		if [[ ${CI:-} == true ]]; then
			echo "FAILED: nothing may be skipped in continuous integration"
			exit 1
		fi
	else
		echo "skipped: nothing"
	fi
	echo "OK in $SECONDS s"
}

skip() {
	echo "skipped: $1"
	skipped+=("$1")
}

# sources prints the Go files of the project, also untracked ones.
sources() { git ls-files -co --exclude-standard -- '*.go'; }

step_scripts() {
	local file
	while read -r file; do
		bash -n "$file"
	done < <(git ls-files -co --exclude-standard -- 'scripts/*.sh' .ci/run)
}

step_docs() { scripts/docs.sh; }

step_words() { scripts/words.sh; }

step_format() {
	local bad
	bad=$(sources | xargs -r gofmt -l)
	[[ -z $bad ]] || {
		echo "not formatted by gofmt:" "$bad" >&2
		return 1
	}
}

step_vet() { go vet -tags county,record ./...; }

step_lint() {
	local status=0
	scripts/lint.sh ./... || status=$?
	if ((status == 3)); then
		skip "lint: golangci-lint could not be installed"
		return 0
	fi
	return "$status"
}

# step_bare checks a promise of README: with only Go, without a C compiler, everything builds and all tests pass.
step_bare() {
	env -u CI -u LINLI_TEST_MYSQL -u LINLI_TEST_REDIS CGO_ENABLED=0 go test -count=1 -timeout 20m ./... | grep -v 'no test files'
}

# step_clients builds both clients for both platforms, checks their types, their parts and the compiled mini-programs, and
# then tests them in a browser against the demo.
step_clients() {
	local status=0
	scripts/clients.sh || status=$?
	if ((status == 3)); then
		skip "clients: Node.js 20 and npm are missing"
		return 0
	fi
	((status == 0)) || return "$status"
	install_packages chromium=chromium /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc=fonts-noto-cjk ffmpeg=ffmpeg
	local npm=(npm --prefix miniprogram run --silent)
	"${npm[@]}" type-check
	"${npm[@]}" test
	"${npm[@]}" build:mp >"$work/build.log" 2>&1 || {
		cat "$work/build.log" >&2
		return 1
	}
	"${npm[@]}" check:mp
	"${npm[@]}" test:mp
	go build -o bin/linli ./app
	"${npm[@]}" test:e2e
}

# step_corpora prints how well each reader reads its corpus; the tests of the readers fail below their least rates.
step_corpora() {
	local folder log=$work/corpora.log
	while read -r folder; do
		echo "$folder"
		CGO_ENABLED=0 go test -count=1 -v -run '(Corpus|UnseenSentences)$' "./$folder" >"$log" 2>&1 || {
			cat "$log" >&2
			return 1
		}
		grep -vE '^(=== |--- |PASS$|ok )' "$log"
	done < <(sources | grep '_test\.go$' | xargs grep -lE '^func Test[A-Za-z]*Corpus\(' | xargs -n1 dirname | sort -u)
}

# step_test runs every test on both engines and on a real Redis, in random order, under the race detector; most stories on MariaDB only,
# because step_bare ran them on SQLite.
step_test() {
	install_packages gcc=gcc /usr/include/stdlib.h=libc6-dev ffmpeg=ffmpeg # the race detector needs cgo
	local folder
	folder=$(quick_folder)
	local -x TMPDIR=$folder
	start_servers
	local log=$work/test.log status=0
	go test -race -shuffle=on -count=1 -timeout 40m -v ./... >"$log" 2>&1 || status=$?
	if ((status)); then # everything but the output of passed tests
		grep -vE '^ *(=== (RUN|PAUSE|CONT|NAME)|--- PASS|PASS$)|no test files' "$log" >&2
		return "$status"
	fi
	grep -E '^ok ' "$log"
	local line
	while read -r line; do
		skip "test: $line"
	done < <(skipped_tests "$log")
}

# quick_folder prints the folder of the tests and their servers: in memory where there is room, because every commit is
# durable and a disk takes twice the time.
quick_folder() {
	local room
	room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1) || true
	if [[ -w /dev/shm ]] && ((${room:-0} > 6000000)); then
		echo /dev/shm
	else
		echo "${TMPDIR:-/tmp}"
	fi
}

# skipped_tests prints the skipped tests of a verbose log as "package Test (reason)".
skipped_tests() {
	awk '
		/^=== (RUN|NAME|CONT) / { running = $3; next }
		/^ +[^ ]+\.go:[0-9]+: / { said[running] = $0; sub(/^ +[^ ]+: /, "", said[running]); next }
		/^ *--- SKIP: / { test[++n] = $3; next }
		/^(ok|FAIL)[ \t]/ {
			for (i = 1; i <= n; i++) print $2, test[i] (said[test[i]] == "" ? "" : " (" said[test[i]] ")")
			n = 0
			delete said
		}
	' "$1"
}

# step_fuzz runs every fuzz target for a few seconds; a failing input is written to its testdata folder and fails this step.
step_fuzz() {
	local folder target found=0
	while read -r folder; do
		while read -r target; do
			found=$((found + 1))
			fuzz "./$folder" "$target"
		done < <(go test -list '^Fuzz' "./$folder" | grep '^Fuzz')
	done < <(sources | grep '_test\.go$' | xargs grep -lE '^func Fuzz[A-Z]' | xargs -n1 dirname | sort -u)
	((found)) || skip "fuzz: there are no fuzz targets"
}

fuzz() {
	local log=$work/fuzz.log try
	for try in 1 2; do
		if go test -run '^$' -fuzz "^$2\$" -fuzztime "$fuzz_time" "$1" >"$log" 2>&1; then
			echo "$1 $2: $(grep -oE 'execs: [0-9]+' "$log" | tail -n 1)"
			return 0
		fi
		# On a busy machine the fuzzer sometimes reports its own timeout as a failure without an input.
		if [[ $try == 2 ]] || grep -q 'Failing input' "$log" || ! grep -q 'context deadline exceeded' "$log"; then
			cat "$log" >&2
			return 1
		fi
	done
}

step_backup() {
	install_packages sqlite3=sqlite3
	start_servers
	scripts/backup_test.sh
}

# step_scale runs several processes on Redis Cluster, Sentinel and Galera while servers behind them fail.
step_scale() {
	local folder
	folder=$(quick_folder)
	TMPDIR=$folder scripts/scale.sh
}

step_demo() {
	install_packages curl=curl
	scripts/demo_test.sh
}

main "$@"
