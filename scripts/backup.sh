#!/usr/bin/env bash
# Backs up all data of Linli, also while it runs:
#
#   scripts/backup.sh [--env FILE] [--without-media] FOLDER KEYS_FOLDER
#
# makes FOLDER/linli-TIME (database, photos, SHA256SUMS) and KEYS_FOLDER/linli-TIME-keys.tar. The keys decrypt the phone
# numbers in the database, so the two folders belong on different disks. FILE contains the settings of the service, for
# example /etc/linli/env, which only root can read; without it they come from the environment (deploy/linli-backup.service).
# Redis needs no backup.
set -euo pipefail
# shellcheck source=scripts/storage.sh
source "$(dirname "${BASH_SOURCE[0]}")/storage.sh"
umask 077

with_media=yes
while [[ ${1:-} == --* ]]; do
	case $1 in
	--env) load_settings "${2:?--env needs a file}" && shift ;;
	--without-media) with_media="" ;;
	*) fail "no such option: $1" ;;
	esac
	shift
done
[[ $# == 2 ]] || fail "usage: backup.sh [--env FILE] [--without-media] FOLDER KEYS_FOLDER"
folder=$1 keys_folder=$2
# Neither folder may be inside the other: a copy of the outer one would contain both.
case $(realpath -m "$folder")/ in "$(realpath -m "$keys_folder")"/*) fail "keep the keys in another folder than the records" ;; esac
case $(realpath -m "$keys_folder")/ in "$(realpath -m "$folder")"/*) fail "keep the keys in another folder than the records" ;; esac
locate

backup_mysql() {
	local options=$part/.options extra=()
	mysql_options "$options"
	[[ $(family) == mariadb ]] || extra=(--set-gtid-purged=OFF --column-statistics=0)
	# One consistent snapshot, without blocking writers.
	"$(client mariadb-dump mysqldump)" --defaults-extra-file="$options" --single-transaction --quick --no-tablespaces \
		--hex-blob --skip-lock-tables "${extra[@]}" "$mysql_name" | gzip >"$part/database.sql.gz"
	rm "$options"
	[[ $(gzip -dc "$part/database.sql.gz" | tail -n 1) == "-- Dump completed"* ]] || fail "the dump is not complete"
}

backup_sqlite() {
	local db=$data/linli.db sqlite=${SQLITE3-sqlite3} verdict
	[[ -f $db ]] || fail "there is no $db"
	if [[ -n $sqlite ]] && command -v "$sqlite" >/dev/null; then
		# VACUUM INTO copies one snapshot of the database, also during writes; it includes the -wal file.
		"$sqlite" "$db" '.timeout 60000' "VACUUM INTO '${part//\'/\'\'}/database.sqlite'"
		verdict=$("$sqlite" "$part/database.sqlite" 'PRAGMA integrity_check')
		[[ $verdict == ok ]] || fail "the copy is damaged: $verdict"
		return
	fi
	# Without sqlite3 only a file that no process has open can be copied, together with its -wal file.
	nobody_has_open "$db"
	cp -- "$db" "$part/database.sqlite"
	[[ ! -s $db-wal ]] || cp -- "$db-wal" "$part/database.sqlite-wal"
	nobody_has_open "$db"
}

nobody_has_open() {
	local real open
	[[ $(id -u) == 0 || -O $1 ]] || fail "run this as root or as the owner of $1, or install sqlite3"
	real=$(realpath "$1")
	open=$(find /proc/[0-9]*/fd -lname "$real*" -print -quit 2>/dev/null || true)
	[[ -z $open ]] || fail "$1 is in use: install sqlite3, or stop linli first"
}

# Photos after the database: every photo named in it was written before. Photos are never changed, only added and deleted,
# so tar may miss one that was just deleted (status 1).
backup_media() {
	local status=0
	if [[ -n ${LINLI_MEDIA_URL:-} ]]; then
		echo "photos: in the object store; back it up there"
	elif [[ -z $with_media ]]; then
		echo "photos: left out"
	elif [[ -d $data/media ]]; then
		tar -C "$data" --exclude='.new-*' -cf "$part/media.tar" media || status=$?
		((status <= 1)) || fail "tar failed on the photos"
		echo "photos: $(tar -tf "$part/media.tar" | grep -vc '/$' || true) files"
	else
		echo "photos: none yet"
	fi
}

backup_keys() {
	[[ -d $keyset ]] || fail "there is no keyset in $keyset"
	tar -C "$keyset" -cf "$keys_part" .
	(cd "$keys_folder" && sha256sum "$(basename "$keys_part")") | sed "s/[^ ]*\$/$(basename "$keys").tar/" >"$keys_part.sum"
}

mkdir -p "$folder" "$keys_folder"
name=linli-$(date +%Y%m%d-%H%M%S)
keys=$keys_folder/$name-keys
[[ ! -e $folder/$name ]] || fail "$folder/$name exists"
part=$(mktemp -d "$folder/.part.XXXXXX") # an unfinished backup never has the name of a backup
keys_part=$(mktemp "$keys_folder/.part.XXXXXX")
trap 'rm -rf "$part" "$keys_part" "$keys_part.sum"' EXIT

"backup_$engine"
media=$(backup_media)
printf 'made: %s\nengine: %s\n%s\n' "$(date --iso-8601=seconds)" "$engine" "$media" >"$part/about.txt"
(cd "$part" && sha256sum -- * >SHA256SUMS)
backup_keys
mv "$keys_part" "$keys.tar"
mv "$keys_part.sum" "$keys.tar.sha256"
mv "$part" "$folder/$name"
sync
echo "$folder/$name ($engine, $media)"
echo "$keys.tar (take it to another place)"
