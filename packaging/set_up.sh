#!/bin/sh
# Makes the virtual environment ready: system libraries, Python, locked dependencies, the project, the second
# speech engine. Called by the Makefile before everything else; does nothing, quickly, when nothing changed.
#
#   set_up.sh VENV run|test
#
# "run" goes on without what only some of the program needs (a missing system library, the second engine) and
# says so; "test" also brings what the tests need, and ends with 1 when the second engine cannot be built.
#
# What is done stands in small files in VENV, each holding the checksum of what it was done from. Such a file is
# removed before its step and written after it, so an interrupted set-up is taken up again where it stopped.
set -eu
unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX VIRTUAL_ENV
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

cd "$(dirname "$0")/.."
case $1 in
/*) venv=$1 ;;
*) venv=$(pwd)/$1 ;;
esac
purpose=$2
# pip's own place would be the home folder, which this program leaves alone
export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$(pwd)/build/pip-cache}"

say() { echo "steercheck: $*"; }
pip() { "$venv/bin/python" -P -m pip "$@"; }
checksum() { { printf '%s\n' "$venv" && cat "$@"; } | sha256sum | cut -d' ' -f1; }
is_done() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }
mark() { printf '%s\n' "$2" >"$1.new" && mv "$1.new" "$1"; }

# One set-up at a time in this folder: `make run` and `make test` may be started side by side.
mkdir -p build
if [ -z "${STEERCHECK_SET_UP_HELD:-}" ] && command -v flock >/dev/null 2>&1; then
    STEERCHECK_SET_UP_HELD=1 exec flock build/set-up.lock "$(pwd)/packaging/set_up.sh" "$@"
fi

# The environment is kept when it is whole, stands where it was made, and is of the Python asked for.
is_whole() {
    head -n 3 "$venv/bin/pip" 2>/dev/null | grep -qF "$venv/bin/python" &&
        "$venv/bin/python" -P -c 'import pip' >/dev/null 2>&1 &&
        packaging/choose_python.sh "$venv/bin/python" >/dev/null 2>&1 || return 1
    [ -z "${PYTHON:-}" ] && return 0
    "$venv/bin/python" -c 'import sys, subprocess; asked = [sys.argv[1], "-c", "import sys; print(sys.version)"]
sys.exit(subprocess.run(asked, capture_output=True, text=True).stdout.strip() != sys.version.strip())' "$PYTHON"
}

libraries=""
[ "$purpose" = test ] && libraries="--for-tests"
is_whole && whole=yes || whole=no
if [ "$whole" = no ]; then
    python=$(packaging/choose_python.sh "${PYTHON:-}")
    # Debian keeps ensurepip in a package of its own, named after the Python's version
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        libraries="$libraries --and $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
fi
# shellcheck disable=SC2086  # $libraries is a list
packaging/system_libraries.sh $libraries || say "going on without them; 'steercheck doctor' names what does not work"

if [ "$whole" = no ]; then
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        say "$python cannot make a virtual environment before that package is there." >&2
        exit 1
    fi
    say "making $1 with $("$python" --version) ($python)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

locked=$(checksum requirements.lock)
if ! is_done "$venv/locked" "$locked"; then
    rm -f "$venv/locked"
    say "installing the locked dependencies; the first time this fetches some 300 MB"
    pip install -q --progress-bar off --require-hashes -r requirements.lock
    mark "$venv/locked" "$locked"
fi

project=$(checksum pyproject.toml)
if ! is_done "$venv/project" "$project"; then
    rm -f "$venv/project"
    # setuptools warns at length that data folders are not listed as packages, which they are not
    if ! pip install -q --no-deps --no-build-isolation -e . >build/project.log 2>&1; then
        cat build/project.log >&2
        exit 1
    fi
    mark "$venv/project" "$project"
fi

# The second speech engine comes as source only. Its CMake file asks for a CMake older than today's accepts.
engine=$(checksum requirements-whisper.lock)
is_done "$venv/second-engine" "$engine" && exit 0
if [ "$purpose" = run ] && is_done "$venv/second-engine-failed" "$engine"; then
    say "going on without whisper-cpp-python, which could not be built (build/second-engine.log); 'make test' tries again"
    exit 0
fi
rm -f "$venv/second-engine" "$venv/second-engine-failed"
say "building the second speech engine, whisper-cpp-python"
if { CMAKE_POLICY_VERSION_MINIMUM=3.5 PATH="$venv/bin:$PATH" pip install --progress-bar off --require-hashes \
    --no-build-isolation -r requirements-whisper.lock &&
    "$venv/bin/python" -P -c 'import whisper_cpp_python.whisper_cpp'; } >build/second-engine.log 2>&1; then
    mark "$venv/second-engine" "$engine"
    exit 0
fi
mark "$venv/second-engine-failed" "$engine"
tail -n 15 build/second-engine.log >&2
say "whisper-cpp-python could not be built; all of it stands in build/second-engine.log." >&2
[ "$purpose" = run ] || exit 1
say "going on without it: it is only the second of two speech engines"
