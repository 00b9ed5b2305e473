# shellcheck shell=bash
# Private MariaDB and Redis for tests and benchmarks. Sourced, not run:
#
#   source scripts/servers.sh
#   trap stop_servers EXIT
#   start_servers            # sets LINLI_TEST_MYSQL and LINLI_TEST_REDIS
#
# Both listen on free loopback ports and keep their files in one temporary folder, which stop_servers removes. Other servers
# of the machine are not touched.

SERVERS_DIR=""
SERVERS_PIDS=()

# install_packages COMMAND=PACKAGE...: installs with apt the packages whose command, or file when it begins with a slash, is
# missing. Debian starts a new server at once; a temporary policy file prevents that.
install_packages() {
	local pair missing=()
	for pair in "$@"; do
		PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%=*}" >/dev/null || [[ -e ${pair%%=*} ]] || missing+=("${pair#*=}")
	done
	((${#missing[@]})) || return 0
	if ! command -v apt-get >/dev/null || [[ $(id -u) != 0 ]]; then
		echo "please install: ${missing[*]}" >&2
		return 1
	fi
	echo "installing ${missing[*]}"
	local policy=/usr/sbin/policy-rc.d ours="" status=0
	if [[ ! -e $policy ]]; then
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod +x "$policy"
		ours=yes
	fi
	apt_quiet update && apt_quiet install -y --no-install-recommends "${missing[@]}" || status=$?
	[[ -z $ours ]] || rm -f "$policy"
	return "$status"
}

# apt_quiet runs apt-get, again after a failure (a mirror during its update), and prints only the last error.
apt_quiet() {
	local log try
	log=$(mktemp)
	for try in 1 2; do
		if DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 </dev/null; then
			rm -f "$log"
			return 0
		fi
		[[ $try == 2 ]] || sleep 5
	done
	tail -n 20 "$log" >&2
	rm -f "$log"
	return 1
}

# free_port prints a free loopback port, below the range the kernel gives to clients.
free_port() {
	local port
	for _ in {1..50}; do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return 0
		fi
	done
	echo "no free port on the loopback interface" >&2
	return 1
}

# await_port PORT PID SECONDS waits until the port is open; it fails when the process ended or the time is over.
await_port() {
	local end=$((SECONDS + $3))
	until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
		kill -0 "$2" 2>/dev/null || return 1
		((SECONDS < end)) || return 1
		sleep 0.1
	done
}

start_servers() {
	[[ -z $SERVERS_DIR ]] || return 0
	install_packages mariadbd=mariadb-server mariadb-dump=mariadb-client redis-server=redis-server
	SERVERS_DIR=$(mktemp -d "${TMPDIR:-/tmp}/linli-servers.XXXXXX")
	start_mariadb
	start_redis
}

start_mariadb() {
	local dir=$SERVERS_DIR/mysql port pid
	mkdir "$dir"
	# mariadbd refuses to run as root unless told so; the folder belongs to the current user.
	mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$dir/data" --skip-test-db \
		--auth-root-authentication-method=normal >"$dir/install.log" 2>&1 || {
		tail -n 20 "$dir/install.log" >&2
		return 1
	}
	for _ in 1 2 3; do # another process may take the port before the server does
		port=$(free_port)
		# Durable commits, as in production: a test about lost records must not pass because of a setting. Everything else
		# is small.
		PATH="$PATH:/usr/sbin" mariadbd --no-defaults --user="$(id -un)" --datadir="$dir/data" --socket="$dir/socket" \
			--pid-file="$dir/pid" --bind-address=127.0.0.1 --port="$port" --skip-name-resolve --skip-log-bin \
			--character-set-server=utf8mb4 --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=128M \
			--innodb-log-file-size=64M --key-buffer-size=1M --table-open-cache=400 --max-connections=500 \
			--performance-schema=OFF >"$dir/server.log" 2>&1 </dev/null &
		pid=$!
		if await_port "$port" "$pid" 60; then
			SERVERS_PIDS+=("$pid")
			export LINLI_TEST_MYSQL="root@tcp(127.0.0.1:$port)/"
			return 0
		fi
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	tail -n 20 "$dir/server.log" >&2
	return 1
}

start_redis() {
	local dir=$SERVERS_DIR/redis port pid
	mkdir "$dir"
	for _ in 1 2 3; do
		port=$(free_port)
		# Many databases: each story has its own, which it may empty.
		redis-server --bind 127.0.0.1 --port "$port" --dir "$dir" --databases 1024 --save '' --appendonly no \
			--daemonize no >"$dir/server.log" 2>&1 </dev/null &
		pid=$!
		if await_port "$port" "$pid" 20; then
			SERVERS_PIDS+=("$pid")
			export LINLI_TEST_REDIS="redis://127.0.0.1:$port/"
			return 0
		fi
		kill "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	tail -n 20 "$dir/server.log" >&2
	return 1
}

# stop_servers ends only the processes started here.
stop_servers() {
	local pid
	for pid in "${SERVERS_PIDS[@]}"; do
		kill "$pid" 2>/dev/null || true
	done
	for pid in "${SERVERS_PIDS[@]}"; do
		wait "$pid" 2>/dev/null || true
	done
	SERVERS_PIDS=()
	[[ -z $SERVERS_DIR ]] || rm -rf "$SERVERS_DIR"
	SERVERS_DIR=""
	unset LINLI_TEST_MYSQL LINLI_TEST_REDIS
}
