#!/usr/bin/env bash
# Restores a backup, only into an empty place:
#
#   scripts/restore.sh [--env FILE] BACKUP KEYS
#
# BACKUP is a folder and KEYS an archive made by backup.sh; both are checked first. LINLI_DATA, LINLI_KEYSET and
# LINLI_MYSQL_DSN, from FILE or the environment, name the place. Stop linli before, and empty its Redis after: its sessions
# and queue entries refer to other persons and jobs now.
set -euo pipefail
# shellcheck source=scripts/storage.sh
source "$(dirname "${BASH_SOURCE[0]}")/storage.sh"
umask 077

while [[ ${1:-} == --* ]]; do
	case $1 in
	--env) load_settings "${2:?--env needs a file}" && shift ;;
	*) fail "no such option: $1" ;;
	esac
	shift
done
[[ $# == 2 ]] || fail "usage: restore.sh [--env FILE] BACKUP KEYS"
backup=$(realpath "$1") keys=$(realpath "$2")
locate

# check refuses before any change.
check() {
	[[ -f $backup/SHA256SUMS ]] || fail "$backup is not a backup"
	(cd "$backup" && sha256sum --quiet --strict -c SHA256SUMS) || fail "$backup is damaged; nothing was restored"
	[[ -f $keys && -f $keys.sha256 ]] || fail "$keys or its .sha256 is missing"
	(cd "$(dirname "$keys")" && sha256sum --quiet --strict -c "$keys.sha256") || fail "$keys is damaged; nothing was restored"
	grep -qx "engine: $engine" "$backup/about.txt" ||
		fail "the backup is of another database ($(grep '^engine' "$backup/about.txt")) than LINLI_MYSQL_DSN says ($engine)"
	empty "$data"
	empty "$keyset"
	if [[ $engine == mysql ]]; then
		options=$(mktemp)
		trap 'rm -rf "$options" "${stage:-}"' EXIT
		mysql_options "$options"
		mysql=$(client mariadb mysql)
		[[ -z $("$mysql" --defaults-extra-file="$options" -N -e 'SHOW TABLES' "$mysql_name") ]] ||
			fail "the database $mysql_name is not empty"
	fi
}

empty() {
	[[ ! -e $1 || -d $1 && -z $(ls -A "$1") ]] || fail "$1 is not empty"
}

# The first line of a dump by a newer MariaDB is a command that older ones and MySQL do not know.
restore_mysql() {
	gzip -dc "$backup/database.sql.gz" | sed '1{/sandbox mode/d}' | "$mysql" --defaults-extra-file="$options" "$mysql_name" ||
		fail "cannot load the database; empty it before the next attempt"
}

restore_sqlite() {
	cp "$backup/database.sqlite" "$stage/linli.db"
	[[ ! -f $backup/database.sqlite-wal ]] || cp "$backup/database.sqlite-wal" "$stage/linli.db-wal"
}

check
mkdir -p "$data"
stage=$(mktemp -d "$data/.restore.XXXXXX") # on the same disk, so that everything appears at once
trap 'rm -rf "$stage" "${options:-}"' EXIT
mkdir "$stage/keys"
tar -C "$stage/keys" -xf "$keys"
[[ ! -f $backup/media.tar ]] || tar -C "$stage" -xf "$backup/media.tar"
"restore_$engine"
chown -R --reference="$data" "$stage" 2>/dev/null || true # as root: the owner of the data folder
mkdir -p "$(dirname "$keyset")"
[[ ! -d $keyset ]] || rmdir "$keyset"
mv "$stage/keys" "$keyset"
find "$stage" -mindepth 1 -maxdepth 1 -exec mv -t "$data" {} +
sync
echo "restored $backup into $data${mysql_name:+ and the database $mysql_name}, the keys into $keyset"
echo "now empty Redis (FLUSHDB) if LINLI_REDIS_URL is set, then start linli"
