#!/usr/bin/env bash
# Several processes on real clusters, while servers behind them fail; a checker asks afterwards whether anything was lost or done twice.
#
#   scripts/scale.sh                      cluster, sentinel, galera and away: about five minutes
#   scripts/scale.sh partition full       others by name: partition, full (needs root), rolling (SCALE_OLD names a commit)
#
# Everything comes from Debian packages and runs on the loopback.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/servers.sh
source scripts/servers.sh
# shellcheck source=scripts/cluster.sh
source scripts/cluster.sh

work=$(mktemp -d "${TMPDIR:-/tmp}/linli-scale.XXXXXX")
finish() {
	[[ -z $CLUSTER_DIR ]] || umount "$CLUSTER_DIR/galera-1/data" 2>/dev/null || true
	stop_cluster
	stop_servers
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# database NAME prints the address of a new empty database on the private MariaDB.
database() {
	local port=${LINLI_TEST_MYSQL##*:}
	mariadb_on "${port%)/}" -e "CREATE DATABASE $1 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	echo "${LINLI_TEST_MYSQL}$1"
}

traffic() { TMPDIR=$work "$work/scale" -linli "$work/linli" "$@"; }

# slow PID SECONDS lets a process run a quarter of the time.
slow() {
	local end=$((SECONDS + $2))
	while ((SECONDS < end)); do
		kill -STOP "$1"
		sleep 0.3
		kill -CONT "$1"
		sleep 0.1
	done
}
export -f slow mariadb_on # for the shells of the events

# A master of Redis Cluster is killed for good. The clock of one machine, a web and a worker process, is five minutes ahead.
run_cluster() {
	start_redis_cluster
	ahead
	traffic -mysql "$(database cluster)" -redis "$CLUSTER_REDIS" -ahead "$work/ahead" -for 30s -rush 10s -do "10s kill -KILL $(pid_of redis-1)"
}

# ahead builds the program with a clock that is five minutes ahead.
ahead() {
	sed 's/Now: time.Now}/Now: func() time.Time { return time.Now().Add(5 * time.Minute) }}/' app/main.go >"$work/main.go"
	! cmp -s app/main.go "$work/main.go"
	printf '{"Replace": {"%s": "%s"}}' "$PWD/app/main.go" "$work/main.go" >"$work/overlay.json"
	go build -overlay "$work/overlay.json" -o "$work/ahead" ./app
}

# The master behind Sentinel is killed for good.
run_sentinel() {
	start_sentinel
	traffic -mysql "$(database sentinel)" -redis "$CLUSTER_REDIS" -for 25s -rush 8s -do "8s kill -KILL $(pid_of master)"
}

# The database stops answering for 45 seconds.
run_away() {
	local pid=${SERVERS_PIDS[0]}
	traffic -mysql "$(database away)" -redis "${LINLI_TEST_REDIS}1" -for 65s -rush 5s -do "8s kill -STOP $pid" -do "53s kill -CONT $pid"
}

# Galera with one writer: three processes migrate at once; the writer is slow, is frozen for ten seconds, comes back and is killed in the
# opening minute; then another node loses its disk and takes all data from the others.
run_galera() {
	galera
	local n pids=() first
	for n in 1 2 3; do
		LINLI_MYSQL_DSN="linli@tcp(127.0.0.1:${CLUSTER_PORTS[galera-$n]})/linli" LINLI_DATA="$work/migrate" "$work/linli" migrate >"$work/migrate-$n.log" 2>&1 &
		pids+=("$!")
	done
	for n in 0 1 2; do
		wait "${pids[n]}" || {
			cat "$work"/migrate-*.log >&2
			return 1
		}
	done
	echo "three processes migrated at once: $(mariadb_at galera-2 -N -e 'SELECT MAX(version) FROM linli.schema_step')"
	doctor
	rm -rf "$work/migrate"
	mariadb_at galera-1 -e "DROP DATABASE linli; CREATE DATABASE linli CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	first=$(pid_of galera-1)
	traffic -mysql "$CLUSTER_MYSQL" -redis "$CLUSTER_REDIS" -for 60s -rush 40s \
		-do "5s slow $first 8" -do "15s kill -STOP $first" -do "25s kill -CONT $first" -do "40500ms kill -KILL $first"
	end_named galera-1
	rm -rf "$CLUSTER_DIR/galera-1/data"
	galera_node 1
	same_reports
}

galera() {
	start_galera
	redis_named plain
	CLUSTER_REDIS="redis://127.0.0.1:${CLUSTER_PORTS[plain]}/0"
}

# doctor asks linli doctor about the cluster: with one writer it finds nothing wrong with the database, with three it names them.
doctor() {
	local port
	said_by_doctor "$CLUSTER_MYSQL" | tee "$work/doctor" | grep -E '^ok +database Galera '
	! grep -E '^FAIL +(wsrep|innodb|check|connections|clock)' "$work/doctor"
	port=$(free_port)
	sed -e 's| backup$||' -e "s|bind 127.0.0.1:[0-9]*|bind 127.0.0.1:$port\n  balance roundrobin|" "$CLUSTER_DIR/haproxy.cfg" >"$CLUSTER_DIR/many.cfg"
	PATH="$PATH:/usr/sbin" run_named many "$port" 20 haproxy -db -f "$CLUSTER_DIR/many.cfg"
	said_by_doctor "linli@tcp(127.0.0.1:$port)/linli" | grep -E '^FAIL +connections'
	end_named many
}

said_by_doctor() {
	LINLI_MYSQL_DSN=$1 LINLI_DATA="$work/migrate" LINLI_REDIS_URL="$CLUSTER_REDIS" LANG=C "$work/linli" doctor 2>&1 || true
}

# same_reports waits until each node has the same reports.
same_reports() {
	local n one all
	one=$(mariadb_at galera-2 -N -e "SELECT COUNT(*), MAX(id) FROM linli.report")
	for n in 1 3; do
		all=$(mariadb_at "galera-$n" -N -e "SELECT COUNT(*), MAX(id) FROM linli.report")
		[[ $all == "$one" ]] || {
			echo "node $n has $all reports, node 2 $one" >&2
			return 1
		}
	done
	echo "each node has $one reports (number, last)"
}

# The writer is cut off from the others for two minutes.
run_partition() {
	galera
	local isolate="mariadb_on ${CLUSTER_PORTS[galera-1]} -e"
	traffic -mysql "$CLUSTER_MYSQL" -redis "$CLUSTER_REDIS" -for 150s -rush 8s -do "8s $isolate \"SET GLOBAL wsrep_provider_options='gmcast.isolate=1'\"" \
		-do "128s $isolate \"SET GLOBAL wsrep_provider_options='gmcast.isolate=0'\""
	end_named galera-1 # a node that meets the others again may end itself
	galera_node 1
	same_reports
}

# The disk of the writer is full for half a minute: the node ends itself, and is started again when there is room. It needs root: the disk
# is a small one in memory.
run_full() {
	cluster_dir
	mkdir -p "$CLUSTER_DIR/galera-1/data"
	mount -t tmpfs -o size=400m tmpfs "$CLUSTER_DIR/galera-1/data"
	galera
	traffic -mysql "$CLUSTER_MYSQL" -redis "$CLUSTER_REDIS" -for 70s -rush 10s \
		-do "8s head -c 400m /dev/zero >$CLUSTER_DIR/galera-1/data/filler || true" -do "38s rm $CLUSTER_DIR/galera-1/data/filler"
	end_named galera-1
	galera_node 1
	same_reports
	end_named galera-1
	umount "$CLUSTER_DIR/galera-1/data"
}

# Machines are upgraded one after another under traffic, and put back: from the program of SCALE_OLD, a commit.
run_rolling() {
	git worktree add -q --detach "$work/old" "${SCALE_OLD:-$(git rev-list -1 --before='1 day ago' HEAD)}"
	(cd "$work/old" && go build -o "$work/linli-old" ./app)
	git worktree remove --force "$work/old"
	TMPDIR=$work "$work/scale" -linli "$work/linli-old" -mysql "$(database rolling)" -redis "${LINLI_TEST_REDIS}2" -for 60s -rush 20s \
		-do "10s roll $work/linli" -do "35s roll $work/linli-old"
}

go build -o "$work/linli" ./app
go build -o "$work/scale" ./scripts/scale
start_servers
wanted=("$@")
((${#wanted[@]})) || wanted=(cluster sentinel galera away)
for name in "${wanted[@]}"; do
	echo "-- $name"
	begin=$SECONDS
	"run_$name"
	stop_cluster
	echo "-- $name took $((SECONDS - begin)) s"
done
