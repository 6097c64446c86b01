#!/bin/sh
# Installs the Debian packages that Steercheck needs and that are missing, or names the command that would.
# Called by set_up.sh before the virtual environment is made.
#
#   system_libraries.sh [--for-tests] [--and PACKAGE]...
#
# Ends with 0 when nothing that is needed is missing afterwards, else with 1; set_up.sh goes on either way, since much
# of the program works without a window. desktop/doctor.py checks the same libraries by their file names.
set -u

# libfontconfig1, libglib2.0-0, libgssapi-krb5-2: Qt's own libraries are linked against them
# libxrandr2: Qt finds sound devices through its ffmpeg plugin, which is linked against it
# libxcb-*, libxkbcommon-x11-0: the window under X11
# fonts-dejavu-core: a font on a machine that has none
# g++: builds the second speech engine; Debian's gcc does not bring it
needed="libegl1 libgl1 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 libdbus-1-3
    libpulse0 libxrandr2
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xinerama0
    fonts-dejavu-core g++"
# wished for, and named when it cannot be had: what needs it skips itself
wished=""

while [ $# -gt 0 ]; do
    case $1 in
    --for-tests)
        needed="$needed xvfb xdotool" # a real window, driven on a display in memory
        # A sound server with a recorder (parec), of which the sound tests start one of their own. Where PipeWire is the
        # desktop's sound, PulseAudio would be put in its place, so it is left alone.
        command -v pipewire >/dev/null 2>&1 || wished="$wished pulseaudio pulseaudio-utils"
        ;;
    --and) shift && needed="$needed $1" ;;
    *) echo "usage: system_libraries.sh [--for-tests] [--and PACKAGE]..." >&2 && exit 2 ;;
    esac
    shift
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "steercheck: this is not Debian, so system libraries are left alone; 'steercheck doctor' names missing ones."
    exit 0
fi

# Newer releases rename a package and let the new one provide the old name (libglib2.0-0t64), so both count.
missing() {
    present=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' | sed -n 's/^installed //p' | tr ' ,' '\n\n')
    for package in "$@"; do
        printf '%s\n' "$present" | grep -qxF "$package" || printf '%s ' "$package"
    done
}

# shellcheck disable=SC2086  # both are lists
still_missing() { missing $needed $wished; }
# shellcheck disable=SC2086  # a list
end() { [ -z "$(missing $needed)" ] && exit 0 || exit 1; }

wanted=$(still_missing)
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
    as_root="sudo -n"
else
    echo "steercheck: system packages are missing, and installing them needs root. Please type:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $wanted" >&2
    end
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=2 -o Acquire::http::Timeout=30 \
        -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

echo "steercheck: installing system packages: $wanted"
# The package lists may be absent or stale; they are fetched only when the first try shows it.
# shellcheck disable=SC2086  # $wanted is a list
if ! apt install -y --no-install-recommends $wanted 2>/dev/null; then
    apt update
    if ! apt install -y --no-install-recommends $wanted; then
        for package in $wanted; do # one unknown name must not keep the others out
            apt install -y --no-install-recommends "$package" 2>/dev/null
        done
    fi
fi

wanted=$(still_missing)
[ -z "$wanted" ] && exit 0
echo "steercheck: these system packages could not be installed: $wanted" >&2
echo "    To try by hand: ${as_root:+sudo }apt-get update && ${as_root:+sudo }apt-get install --no-install-recommends $wanted" >&2
end
