#!/usr/bin/env bash
# Builds one mini-program and uploads it with WeChat's tool as a development version (开发版), to be tested, submitted and
# published in the console.
#
#   VITE_API_ORIGIN=https://your.name WX_APPID=wx… WX_UPLOAD_KEY="$(cat private.wx….key)" scripts/upload.sh resident 1.2.0
#
# The key comes from 开发管理 → 开发设置 → 小程序代码上传, where the address of this machine must be allowed too. It is read from the
# environment and written to a file only during the upload; it belongs in no repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

client=${1:-} version=${2:-}
[[ $client == resident || $client == staff ]] && [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || {
	echo "usage: scripts/upload.sh resident|staff 1.2.0" >&2
	exit 2
}
[[ ${VITE_API_ORIGIN:-} == https://* ]] || {
	echo "VITE_API_ORIGIN must be the https address of the service; WeChat takes no other" >&2
	exit 2
}
[[ ${WX_APPID:-} =~ ^wx[0-9a-f]{16}$ && -n ${WX_UPLOAD_KEY:-} ]] || {
	echo "WX_APPID and WX_UPLOAD_KEY must be set" >&2
	exit 2
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/linli-upload.XXXXXX")
trap 'rm -rf "$folder"' EXIT
(umask 077 && printf '%s\n' "$WX_UPLOAD_KEY" >"$folder/key")
unset WX_UPLOAD_KEY # the tools below do not need it

scripts/clients.sh
cd miniprogram
env "WX_APPID_${client^^}=$WX_APPID" node scripts/uni.mjs build "$client" mp-weixin
node scripts/check-mp.mjs "dist/mp-weixin/$client"
npx --yes miniprogram-ci@2.1.42 upload --pp "dist/mp-weixin/$client" --pkp "$folder/key" --appid "$WX_APPID" \
	--uv "$version" --ud "$(git describe --always --dirty)" -r 1 --enable-es6 true
