# shellcheck shell=bash
# Private clusters on the loopback for the step "scale": Redis Cluster, Redis with Sentinel, Galera behind HAProxy. Sourced after servers.sh:
#
#   source scripts/servers.sh
#   source scripts/cluster.sh
#   trap stop_cluster EXIT
#   start_redis_cluster      # sets CLUSTER_REDIS, and CLUSTER_PIDS by name: redis-1 …
#
# Every process is named, so that a scenario can stop, freeze or kill it: pid_of galera-1.

CLUSTER_DIR=""
declare -A CLUSTER_PIDS=()
declare -A CLUSTER_PORTS=()

cluster_dir() {
	[[ -n $CLUSTER_DIR ]] || CLUSTER_DIR=$(mktemp -d "${TMPDIR:-/tmp}/linli-cluster.XXXXXX")
}

# run_named NAME PORT SECONDS COMMAND...: starts a process with its log in the folder and waits until its port is open.
run_named() {
	local name=$1 port=$2 patience=$3
	shift 3
	"$@" >>"$CLUSTER_DIR/$name.log" 2>&1 </dev/null &
	CLUSTER_PIDS[$name]=$!
	CLUSTER_PORTS[$name]=$port
	await_port "$port" "${CLUSTER_PIDS[$name]}" "$patience" || {
		echo "$name did not start:" >&2
		tail -n 20 "$CLUSTER_DIR/$name.log" >&2
		return 1
	}
}

pid_of() { echo "${CLUSTER_PIDS[$1]}"; }

# redis_named NAME [OPTION...]: one Redis on a free port.
redis_named() {
	local name=$1 port
	shift
	port=$(free_port)
	mkdir -p "$CLUSTER_DIR/$name"
	run_named "$name" "$port" 20 redis-server --bind 127.0.0.1 --port "$port" --dir "$CLUSTER_DIR/$name" --save '' --appendonly no \
		--daemonize no "$@"
}

# start_redis_cluster starts three masters with a replica each and sets CLUSTER_REDIS.
start_redis_cluster() {
	install_packages redis-server=redis-server
	cluster_dir
	local n addresses=()
	for n in 1 2 3 4 5 6; do
		redis_named "redis-$n" --cluster-enabled yes --cluster-port "$(free_port)" --cluster-config-file nodes.conf --cluster-node-timeout 2000
		addresses+=("127.0.0.1:${CLUSTER_PORTS[redis-$n]}")
	done
	redis-cli --cluster create "${addresses[@]}" --cluster-replicas 1 --cluster-yes >"$CLUSTER_DIR/create.log" 2>&1
	local end=$((SECONDS + 30))
	until redis-cli -p "${CLUSTER_PORTS[redis-1]}" cluster info | grep -q 'cluster_state:ok'; do
		((SECONDS < end)) || return 1
		sleep 0.2
	done
	CLUSTER_REDIS="redis://$(IFS=,; echo "${addresses[*]}")"
}

# start_sentinel starts a master, a replica and three sentinels and sets CLUSTER_REDIS.
start_sentinel() {
	install_packages redis-server=redis-server redis-sentinel=redis-sentinel
	cluster_dir
	local n port hosts=()
	redis_named master
	redis_named replica --replicaof 127.0.0.1 "${CLUSTER_PORTS[master]}"
	for n in 1 2 3; do
		port=$(free_port)
		printf '%s\n' "port $port" "bind 127.0.0.1" "dir $CLUSTER_DIR" \
			"sentinel monitor linli 127.0.0.1 ${CLUSTER_PORTS[master]} 2" "sentinel down-after-milliseconds linli 2000" \
			"sentinel failover-timeout linli 10000" >"$CLUSTER_DIR/sentinel-$n.conf"
		run_named "sentinel-$n" "$port" 20 redis-sentinel "$CLUSTER_DIR/sentinel-$n.conf"
		hosts+=("127.0.0.1:$port")
	done
	sleep 2 # the sentinels find each other and the replica
	CLUSTER_REDIS="redis+sentinel://$(IFS=,; echo "${hosts[*]}")/linli/0"
}

# start_galera starts three nodes and HAProxy with one writer, and sets CLUSTER_MYSQL, the address of the proxy.
start_galera() {
	install_packages mariadbd=mariadb-server mariadb=mariadb-client /usr/lib/galera/libgalera_smm.so=galera-4 rsync=rsync haproxy=haproxy \
		/usr/bin/lsof=lsof
	cluster_dir
	local n group=()
	for n in 1 2 3; do
		CLUSTER_PORTS[galera-$n]=$(free_port)
		CLUSTER_PORTS[group-$n]=$(free_port)
		CLUSTER_PORTS[ist-$n]=$(free_port)
		CLUSTER_PORTS[sst-$n]=$(free_port)
		group+=("127.0.0.1:${CLUSTER_PORTS[group-$n]}")
	done
	GALERA_GROUP=$(IFS=,; echo "${group[*]}")
	# As root the nodes run as Debian's user of the database: what rsync starts as root takes data as nobody, which then may not write it.
	GALERA_USER=$(id -un)
	((EUID)) || GALERA_USER=mysql
	chmod 711 "$CLUSTER_DIR"
	galera_folder 1
	mariadb-install-db --no-defaults --user="$GALERA_USER" --datadir="$CLUSTER_DIR/galera-1/data" --skip-test-db \
		--auth-root-authentication-method=normal >"$CLUSTER_DIR/install.log" 2>&1
	galera_node 1 --wsrep-new-cluster
	mariadb_at galera-1 -e "CREATE USER 'linli'@'127.0.0.1'; GRANT ALL ON *.* TO 'linli'@'127.0.0.1'; CREATE USER 'haproxy'@'127.0.0.1'; CREATE DATABASE linli CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	galera_node 2
	galera_node 3
	start_haproxy
}

mariadb_at() {
	local node=$1
	shift
	mariadb_on "${CLUSTER_PORTS[$node]}" "$@"
}

mariadb_on() {
	local port=$1
	shift
	mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="$port" --user=root --skip-ssl "$@"
}

# galera_folder N makes the folder of node N.
galera_folder() {
	mkdir -p "$CLUSTER_DIR/galera-$1/data"
	chown -R "$GALERA_USER" "$CLUSTER_DIR/galera-$1"
}

# galera_node N [OPTION...]: starts node N; without data it takes all of it from another node.
galera_node() {
	local n=$1 dir=$CLUSTER_DIR/galera-$1
	shift
	galera_folder "$n"
	PATH="$PATH:/usr/sbin" run_named "galera-$n" "${CLUSTER_PORTS[galera-$n]}" 120 mariadbd --no-defaults --user="$GALERA_USER" \
		--datadir="$dir/data" --socket="$dir/socket" --pid-file="$dir/pid" --bind-address=127.0.0.1 --port="${CLUSTER_PORTS[galera-$n]}" \
		--skip-name-resolve --binlog-format=ROW --default-storage-engine=InnoDB --innodb-autoinc-lock-mode=2 \
		--character-set-server=utf8mb4 --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=64M --innodb-log-file-size=32M \
		--key-buffer-size=1M --table-open-cache=400 --max-connections=300 --performance-schema=OFF \
		--wsrep-on=ON --wsrep-provider=/usr/lib/galera/libgalera_smm.so --wsrep-cluster-name=linli \
		--wsrep-cluster-address="gcomm://$GALERA_GROUP" --wsrep-node-name="node-$n" --wsrep-node-address="127.0.0.1:${CLUSTER_PORTS[group-$n]}" \
		--wsrep-node-incoming-address="127.0.0.1:${CLUSTER_PORTS[galera-$n]}" --wsrep-sst-method=rsync \
		--wsrep-sst-receive-address="127.0.0.1:${CLUSTER_PORTS[sst-$n]}" --wsrep-sync-wait=1 --wsrep-slave-threads=2 \
		--wsrep-provider-options="base_port=${CLUSTER_PORTS[group-$n]};gmcast.listen_addr=tcp://127.0.0.1:${CLUSTER_PORTS[group-$n]};ist.recv_addr=127.0.0.1:${CLUSTER_PORTS[ist-$n]};gcache.size=64M;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S;evs.keepalive_period=PT0.5S" \
		"$@"
	local end=$((SECONDS + 120))
	until [[ $(mariadb_at "galera-$n" -N -e "SHOW STATUS LIKE 'wsrep_local_state_comment'" 2>/dev/null | cut -f2) == Synced ]]; do
		((SECONDS < end)) || {
			tail -n 30 "$CLUSTER_DIR/galera-$n.log" >&2
			return 1
		}
		sleep 0.3
	done
}

# start_haproxy starts HAProxy as scripts/deploy/haproxy.cfg has it: one writer at a time.
start_haproxy() {
	local port n edit=()
	port=$(free_port)
	for n in 1 2 3; do edit+=(-e "s|10.0.0.$n:3306|127.0.0.1:${CLUSTER_PORTS[galera-$n]}|"); done
	sed -e "s|bind 127.0.0.1:3306|bind 127.0.0.1:$port|" -e "s|/usr/local/bin|$PWD/scripts/deploy|" "${edit[@]}" \
		scripts/deploy/haproxy.cfg >"$CLUSTER_DIR/haproxy.cfg"
	PATH="$PATH:/usr/sbin" run_named haproxy "$port" 20 haproxy -db -f "$CLUSTER_DIR/haproxy.cfg"
	CLUSTER_MYSQL="linli@tcp(127.0.0.1:$port)/linli"
}

# end_named NAME: ends a process for good.
end_named() {
	kill -KILL "${CLUSTER_PIDS[$1]}" 2>/dev/null || true
	wait "${CLUSTER_PIDS[$1]}" 2>/dev/null || true
}

stop_cluster() {
	local name
	for name in "${!CLUSTER_PIDS[@]}"; do
		kill -CONT "${CLUSTER_PIDS[$name]}" 2>/dev/null || true
		end_named "$name"
	done
	CLUSTER_PIDS=()
	CLUSTER_PORTS=()
	[[ -z $CLUSTER_DIR ]] || rm -rf "$CLUSTER_DIR"
	CLUSTER_DIR=""
}
