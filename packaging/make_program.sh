#!/bin/sh
# Packs dist/steercheck, a folder that runs without Python installed, says how large it became, and tries it
# (packaging/smoke.py). Called by `make program` after the set-up.
#
#   make_program.sh VENV
set -eu
cd "$(dirname "$0")/.."
case $1 in
/*) venv=$1 ;;
*) venv=$(pwd)/$1 ;;
esac

# PyInstaller packs Python's shared library, which Debian keeps in a package of its own
base=$("$venv/bin/python" -c 'import sys; print(sys.base_prefix)')
if [ "$base" = /usr ]; then
    packaging/system_libraries.sh --and "$("$venv/bin/python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')"
fi

"$venv/bin/pyinstaller" packaging/steercheck.spec --noconfirm --log-level ERROR --distpath dist --workpath build/pyinstaller
echo "steercheck: dist/steercheck is ready, $(du -sm dist/steercheck | cut -f1) MB"
"$venv/bin/python" packaging/smoke.py dist/steercheck
