#!/bin/sh
# Prints the Python the virtual environment is made with: the one asked for, else the first on the PATH that fits.
# Called by set_up.sh.
#
#   choose_python.sh [PYTHON]
#
# Ends with 1 and the command a person would have to type when there is none from 3.11 up to 3.13.
set -u

fits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

if [ -n "${1:-}" ]; then
    if fits "$1"; then
        command -v "$1"
        exit 0
    fi
    echo "steercheck: PYTHON=$1 is not a Python from 3.11 up to 3.13. Choose another: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
fi

for name in python3 python3.13 python3.12 python3.11; do
    if fits "$name"; then
        command -v "$name"
        exit 0
    fi
done
echo "steercheck: no Python from 3.11 up to 3.13 was found. On Debian 12: sudo apt-get install python3 python3-venv" >&2
exit 1
