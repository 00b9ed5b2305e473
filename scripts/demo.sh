#!/usr/bin/env bash
# Builds Linli and runs the demo: a small county with a simulated WeChat. It needs only Go, and Node.js 20 for the clients.
# Stop it with Ctrl-C. Arguments go to "linli demo".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
scripts/clients.sh || status=$?
((status == 0 || status == 3)) || echo "the clients could not be built; the demo runs without them" >&2
go build -o bin/linli ./app
exec bin/linli demo "$@"
