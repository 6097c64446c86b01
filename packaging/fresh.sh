#!/bin/sh
# Does what a newcomer does: clones the committed main into a temporary folder and gives the two commands of the
# README, with an empty home folder and no display. Ends with 1 when one of them fails. Called by `make fresh`.
#
#   fresh.sh [PYTHON]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/steercheck-fresh.XXXXXX")
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM

git clone --quiet --no-hardlinks --branch main "$here" "$place/steercheck"
mkdir "$place/home"
cd "$place/steercheck"

as_newcomer() {
    env -u DISPLAY -u WAYLAND_DISPLAY -u XDG_RUNTIME_DIR -u XDG_DATA_HOME -u XDG_CONFIG_HOME -u XDG_CACHE_HOME \
        -u XDG_STATE_HOME -u MAKEFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u MFLAGS -u VIRTUAL_ENV -u PYTHONPATH \
        -u PIP_CACHE_DIR -u STEERCHECK_DB -u STEERCHECK_STAFF -u STEERCHECK_TODAY -u QT_QPA_PLATFORM \
        HOME="$place/home" PYTHON="$python" "$@"
}
python=${1:-}

for command in "make run" "make test"; do
    echo "steercheck: fresh clone: $command"
    began=$(date +%s)
    # shellcheck disable=SC2086  # a command and its word
    as_newcomer $command || { echo "steercheck: fresh clone: $command failed" >&2 && exit 1; }
    echo "steercheck: fresh clone: $command took $(($(date +%s) - began)) s"
done
[ -d build/demo ] || { echo "steercheck: fresh clone: make run left no build/demo" >&2 && exit 1; }
left=$(find "$place/home" -type f | head -n 5)
[ -z "$left" ] || echo "steercheck: fresh clone: written into the home folder: $left"
echo "steercheck: fresh clone: both commands work"
