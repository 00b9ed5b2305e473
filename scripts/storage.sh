# shellcheck shell=bash
# The places of Linli's records, for backup.sh and restore.sh. Sourced, not run.

fail() {
	echo "$(basename "$0"): $*" >&2
	exit 1
}

# load_settings FILE sets the variables of a file such as deploy/env.example, unless the environment has them. A shell must
# not source such a file: it fails at tcp(127.0.0.1:3306).
load_settings() {
	local line name value
	[[ -r $1 ]] || fail "cannot read $1"
	while IFS= read -r line || [[ -n $line ]]; do
		[[ $line =~ ^[[:space:]]*(LINLI_[A-Z_]+)=(.*)$ ]] || continue
		name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]%$'\r'}
		if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
		[[ -n ${!name+set} ]] || export "$name=$value"
	done <"$1"
}

# locate sets data, keyset and engine.
locate() {
	data=${LINLI_DATA:-./data}
	keyset=${LINLI_KEYSET:-$data/keys}
	engine=sqlite
	[[ -z ${LINLI_MYSQL_DSN:-} ]] || engine=mysql
}

# mysql_options FILE writes the connection of LINLI_MYSQL_DSN (user:password@tcp(host:port)/name?options) to an option file,
# so that the process list shows no password, and sets mysql_name.
mysql_options() {
	local dsn=$LINLI_MYSQL_DSN left login address user password="" network
	left=${dsn%/*}
	mysql_name=${dsn##*/}
	mysql_name=${mysql_name%%\?*}
	login="" address=$left
	if [[ $left == *@* ]]; then
		login=${left%@*}
		address=${left##*@}
	fi
	user=${login%%:*}
	[[ $login != *:* ]] || password=${login#*:}
	network=${address%%(*}
	address=${address#*(}
	address=${address%)}
	[[ -n $user && -n $mysql_name && -n $address ]] || fail "LINLI_MYSQL_DSN must have the form user:password@tcp(host:3306)/linli"
	(umask 077 && : >"$1")
	{
		printf '[client]\nuser="%s"\npassword="%s"\ndefault-character-set=utf8mb4\n' "$(quote "$user")" "$(quote "$password")"
		if [[ $network == unix ]]; then
			printf 'socket="%s"\n' "$(quote "$address")"
		else
			printf 'protocol=tcp\nhost="%s"\nport=%s\n' "${address%:*}" "${address##*:}"
		fi
		case $dsn,$(family) in
		*[?\&]tls=true*,mariadb) printf 'ssl\nssl-verify-server-cert\n' ;;
		*[?\&]tls=true*,mysql) printf 'ssl-mode=VERIFY_IDENTITY\n' ;;
		*[?\&]tls=[sp]*,mariadb) printf 'ssl\n' ;; # skip-verify, preferred
		*[?\&]tls=[sp]*,mysql) printf 'ssl-mode=REQUIRED\n' ;;
		esac
	} >>"$1"
}

quote() {
	local s=${1//\\/\\\\}
	printf '%s' "${s//\"/\\\"}"
}

# family prints whose client programs are installed; their options differ.
family() {
	if "$(client mariadb mysql)" --version | grep -qi mariadb; then echo mariadb; else echo mysql; fi
}

# client NAME prints the command of that name, as MariaDB or MySQL calls it.
client() {
	local name
	for name in "$@"; do
		if command -v "$name" >/dev/null; then
			echo "$name"
			return
		fi
	done
	fail "please install $1 or $2"
}
