#!/usr/bin/env bash
# Builds Linli and runs the demo: a small county with a simulated WeChat. It needs only Go; stop it with Ctrl-C.
# Arguments go to "linli demo".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

go build -o bin/linli ./app
exec bin/linli demo "$@"
