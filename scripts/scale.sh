#!/usr/bin/env bash
# Several processes on real clusters, while servers behind them fail; a checker asks afterwards whether anything was lost or done twice.
#
#   scripts/scale.sh                      all scenarios, about five minutes
#   scripts/scale.sh cluster sentinel     only these (cluster, sentinel, galera, away)
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
	stop_cluster
	stop_servers
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# database NAME prints the address of a new empty database on the private MariaDB.
database() {
	local port=${LINLI_TEST_MYSQL##*:}
	mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="${port%)/}" --user=root --skip-ssl \
		-e "CREATE DATABASE $1 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	echo "${LINLI_TEST_MYSQL}$1"
}

traffic() { TMPDIR=$work "$work/scale" -linli "$work/linli" "$@"; }

# A master of Redis Cluster is killed for good.
run_cluster() {
	start_redis_cluster
	traffic -mysql "$(database cluster)" -redis "$CLUSTER_REDIS" -for 30s -do "10s kill -KILL $(pid_of redis-1)"
}

# The master behind Sentinel is killed for good.
run_sentinel() {
	start_sentinel
	traffic -mysql "$(database sentinel)" -redis "$CLUSTER_REDIS" -for 25s -do "8s kill -KILL $(pid_of master)"
}

# The database stops answering for 45 seconds.
run_away() {
	local pid=${SERVERS_PIDS[0]}
	traffic -mysql "$(database away)" -redis "${LINLI_TEST_REDIS}1" -for 65s -do "8s kill -STOP $pid" -do "53s kill -CONT $pid"
}

# Galera with one writer: three processes migrate at once; the writer is frozen for ten seconds and later killed, and comes back with all data
# from another node.
run_galera() {
	start_galera
	local n pids=()
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
	echo "three processes migrated at once: $(mariadb_at galera-2 -N -e 'SELECT COUNT(*), MAX(version) FROM linli.schema_step')"
	rm -rf "$work/migrate"
	mariadb_at galera-1 -e "DROP DATABASE linli; CREATE DATABASE linli CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	redis_named plain
	traffic -mysql "$CLUSTER_MYSQL" -redis "redis://127.0.0.1:${CLUSTER_PORTS[plain]}/0" -for 50s \
		-do "8s kill -STOP $(pid_of galera-1)" -do "18s kill -CONT $(pid_of galera-1)" -do "30s kill -KILL $(pid_of galera-2)"
	end_named galera-2
	rm -rf "$CLUSTER_DIR/galera-2/data"
	galera_node 2
	echo "node 2 is back: $(mariadb_at galera-2 -N -e "SELECT COUNT(*) FROM linli.report") reports there, $(mariadb_at galera-1 -N -e "SELECT COUNT(*) FROM linli.report") on node 1"
	[[ $(mariadb_at galera-2 -N -e "SELECT COUNT(*) FROM linli.report") == $(mariadb_at galera-1 -N -e "SELECT COUNT(*) FROM linli.report") ]]
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
