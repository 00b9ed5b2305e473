#!/usr/bin/env bash
# Backs up and restores in temporary folders: SQLite during writes, SQLite without the sqlite3 program, and MySQL when
# LINLI_TEST_MYSQL names a server. Then every case that must be refused. Part of check.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/storage.sh
source ./storage.sh
unset LINLI_MYSQL_DSN LINLI_MEDIA_URL LINLI_KEYSET LINLI_DATA

tmp=$(mktemp -d "${TMPDIR:-/tmp}/linli-backup.XXXXXX")
trap 'rm -rf "$tmp"' EXIT

expect() { # expect WHAT GOT WANTED
	[[ $2 == "$3" ]] || fail "$1: got '$2', want '$3'"
}

refused() { # refused WORDS COMMAND...: it must fail with these words
	local words=$1 said
	shift
	if said=$("$@" 2>&1); then fail "not refused: $*"; fi
	[[ $said == *"$words"* ]] || fail "refused with the wrong words: $said (want: $words)"
}

# fill_folder makes a data folder with photos and keys.
fill_folder() {
	mkdir -p "$1/media/ab/cd" "$1/keys"
	head -c 100000 /dev/urandom >"$1/media/ab/cd/abcd"
	printf 'half' >"$1/media/ab/cd/.new-123"
	printf '{"key":1}' >"$1/keys/seal.json"
	printf '{"key":2}' >"$1/keys/index.json"
}

same_files() { # same_files ONE OTHER
	diff -r "$1/keys" "$2/keys"
	diff -r -x '.new-*' "$1/media" "$2/media"
	[[ ! -e $2/media/ab/cd/.new-123 ]] || fail "a half-written photo was restored"
	[[ -z $(find "$2" -maxdepth 1 -name '.restore*') ]] || fail "restore left its own folder behind"
}

newest() { find "$1" -maxdepth 1 -name 'linli-*' | grep -v '\.sha256$' | sort | tail -n 1; }

sqlite_hot() {
	local from=$tmp/hot to=$tmp/hot-restored
	fill_folder "$from"
	# A process has the database open, and the last row is still in the -wal file.
	coproc sqlite3 "$from/linli.db"
	printf '%s\n' 'PRAGMA journal_mode=WAL;' 'PRAGMA wal_autocheckpoint=0;' 'CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);' \
		"INSERT INTO t (s) VALUES ('路灯不亮 🙂');" 'BEGIN IMMEDIATE;' "INSERT INTO t (s) VALUES ('not committed');" "SELECT 'ready';" >&"${COPROC[1]}"
	local line=""
	until [[ $line == ready ]]; do read -r -t 20 line <&"${COPROC[0]}"; done
	[[ -s $from/linli.db-wal ]] || fail "the test is wrong: nothing is in the -wal file"
	LINLI_DATA=$from ./backup.sh "$tmp/b1" "$tmp/k1" >/dev/null
	eval "exec ${COPROC[1]}>&-"
	wait "$COPROC_PID" || true
	expect "backup readable by others" "$(find "$tmp/b1" "$tmp/k1" -mindepth 1 -perm /077 | wc -l)" 0
	LINLI_DATA=$to ./restore.sh "$(newest "$tmp/b1")" "$(newest "$tmp/k1")" >/dev/null
	expect "rows" "$(sqlite3 "$to/linli.db" 'SELECT id, s FROM t')" "1|路灯不亮 🙂"
	same_files "$from" "$to"
}

sqlite_cold() {
	local from=$tmp/cold to=$tmp/cold-restored
	fill_folder "$from"
	# A process was killed: its last writes are in the -wal file, and no process has it open.
	coproc sqlite3 "$from/linli.db"
	printf '%s\n' 'PRAGMA journal_mode=WAL;' 'PRAGMA wal_autocheckpoint=0;' 'CREATE TABLE t (s TEXT);' \
		"INSERT INTO t VALUES ('已办结');" "SELECT 'ready';" >&"${COPROC[1]}"
	local line=""
	until [[ $line == ready ]]; do read -r -t 20 line <&"${COPROC[0]}"; done
	refused "is in use" env SQLITE3='' LINLI_DATA="$from" ./backup.sh "$tmp/b2" "$tmp/k2"
	kill -9 "$COPROC_PID"
	wait "$COPROC_PID" 2>/dev/null || true
	SQLITE3='' LINLI_DATA=$from ./backup.sh "$tmp/b2" "$tmp/k2" >/dev/null
	LINLI_DATA=$to ./restore.sh "$(newest "$tmp/b2")" "$(newest "$tmp/k2")" >/dev/null
	expect "rows" "$(sqlite3 "$to/linli.db" 'SELECT s FROM t')" "已办结"
	same_files "$from" "$to"
}

refusals() {
	local b k to=$tmp/refused
	b=$(newest "$tmp/b1") k=$(newest "$tmp/k1")
	mkdir "$to"
	touch "$to/linli.db"
	refused "is not empty" env LINLI_DATA="$to" ./restore.sh "$b" "$k"
	rm "$to/linli.db"
	mkdir "$tmp/otherkeys"
	touch "$tmp/otherkeys/seal.json"
	refused "otherkeys is not empty" env LINLI_DATA="$to" LINLI_KEYSET="$tmp/otherkeys" ./restore.sh "$b" "$k"
	refused "of another database" env LINLI_DATA="$to" LINLI_MYSQL_DSN='u:p@tcp(127.0.0.1:1)/x' ./restore.sh "$b" "$k"
	refused "another folder" env LINLI_DATA="$tmp/hot" ./backup.sh "$tmp/b1" "$tmp/b1/"
	refused "another folder" env LINLI_DATA="$tmp/hot" ./backup.sh "$tmp/b1" "$tmp/b1/keys"
	refused "another folder" env LINLI_DATA="$tmp/hot" ./backup.sh "$tmp/k1/records/deep" "$tmp/k1"
	cp -r "$b" "$tmp/bent"
	printf x | dd of="$tmp/bent/media.tar" bs=1 seek=700 conv=notrunc status=none
	refused "is damaged" env LINLI_DATA="$to" ./restore.sh "$tmp/bent" "$k"
	cp "$k" "$tmp/bent.tar"
	sed 's/linli-.*/bent.tar/' "$k.sha256" >"$tmp/bent.tar.sha256"
	printf x >>"$tmp/bent.tar"
	refused "is damaged" env LINLI_DATA="$to" ./restore.sh "$b" "$tmp/bent.tar"
	expect "after refusals" "$(ls -A "$to")" ""
}

# Settings come from the file of the service, whatever it contains.
settings_file() {
	local to=$tmp/settings
	printf '# a comment\nLINLI_DATA=%s\nLINLI_KEYSET="%s/the keys"\nPATH=/nowhere\nLINLI_OA_SECRET=$(touch %s/pwned)`x`\n' \
		"$to/data" "$to" "$tmp" >"$tmp/env"
	./restore.sh --env "$tmp/env" "$(newest "$tmp/b1")" "$(newest "$tmp/k1")" >/dev/null
	[[ -s $to/data/linli.db && -s "$to/the keys/seal.json" && ! -e $to/data/keys ]] || fail "settings were ignored"
	[[ ! -e $tmp/pwned ]] || fail "the settings file was executed"
}

mysql_round() {
	local address=${LINLI_TEST_MYSQL#*@} name="backup_$$" from=$tmp/mysql to=$tmp/mysql-restored options=$tmp/root mysql
	fill_folder "$from"
	LINLI_MYSQL_DSN="${LINLI_TEST_MYSQL}mysql" mysql_options "$options"
	mysql=$(client mariadb mysql)
	root() { "$mysql" --defaults-extra-file="$options" -N "$@"; }
	# A password with every character that could need quoting.
	local password="p@ss:w/o\"r'd\\#;(x)"
	root <<-SQL
		CREATE DATABASE $name; CREATE DATABASE ${name}_b;
		CREATE USER '$name'@'%' IDENTIFIED BY 'p@ss:w/o"r''d\\\\#;(x)';
		GRANT ALL ON $name.* TO '$name'@'%'; GRANT ALL ON ${name}_b.* TO '$name'@'%';
		CREATE TABLE $name.t (id BIGINT PRIMARY KEY AUTO_INCREMENT, s TEXT, b BLOB) CHARSET=utf8mb4;
		INSERT INTO $name.t (s, b) VALUES ('路灯不亮 🙂', 0x00ff27), ('二', NULL);
		DELETE FROM $name.t WHERE s = '二';
	SQL
	export LINLI_MYSQL_DSN="$name:$password@tcp(${address#*(}$name?parseTime=true"
	LINLI_DATA=$from ./backup.sh "$tmp/b3" "$tmp/k3" >/dev/null
	refused "is not empty" env LINLI_DATA="$to" ./restore.sh "$(newest "$tmp/b3")" "$(newest "$tmp/k3")"
	export LINLI_MYSQL_DSN="$name:$password@tcp(${address#*(}${name}_b"
	LINLI_DATA=$to ./restore.sh "$(newest "$tmp/b3")" "$(newest "$tmp/k3")" >/dev/null
	root -e "INSERT INTO ${name}_b.t (s) VALUES ('三')"
	expect "rows" "$(root -e "SELECT id, s, HEX(b) FROM ${name}_b.t" | tr '\t\n' '| ')" "1|路灯不亮 🙂|00FF27 3|三|NULL "
	same_files "$from" "$to"
	root -e "DROP DATABASE $name; DROP DATABASE ${name}_b; DROP USER '$name'@'%'"
	unset LINLI_MYSQL_DSN
}

# Not "x && echo": bash would ignore "set -e" inside x.
sqlite_hot
echo "ok: SQLite in use"
sqlite_cold
echo "ok: SQLite without sqlite3"
refusals
echo "ok: refusals"
settings_file
echo "ok: settings file"
if [[ -n ${LINLI_TEST_MYSQL:-} ]]; then
	mysql_round
	echo "ok: MySQL"
else
	echo "MySQL was not tested: LINLI_TEST_MYSQL is not set"
fi
