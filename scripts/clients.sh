#!/usr/bin/env bash
# Builds the web pages of the clients into miniprogram/dist/h5, which the Go program serves. It needs Node.js 20 and
# npm, and does nothing when nothing changed since the last build. Exit code 3: Node is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../miniprogram"

major=$(node --version 2>/dev/null | sed -nE 's/^v([0-9]+)\..*/\1/p')
if [[ -z $major || $major -lt 20 ]] || ! command -v npm >/dev/null; then
	echo "the clients are left out: they need Node.js 20 or newer and npm" >&2
	exit 3
fi
if [[ ! -f node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
	echo "fetching what the clients are built with (once)…"
	npm ci --no-audit --no-fund --loglevel=error
	touch node_modules/.package-lock.json
fi
mark=dist/h5/.built
changed=$(find package-lock.json vite.config.ts scripts packages resident staff office ../handlers/openapi -newer "$mark" -type f -print -quit 2>/dev/null || echo first)
if [[ ! -f $mark || -n $changed ]]; then
	echo "building the clients…"
	npm run --silent build:h5
	touch "$mark"
fi
