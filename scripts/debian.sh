#!/bin/sh
# Installs, through apt, the Debian packages the site (or the tests too) need and this machine lacks.
# Usage: scripts/debian.sh site|tests
set -eu
wanted=$1
python=${HYLDEFRI_PYTHON:-python3}
missing=""

need() { # package, then a command that succeeds if it is there
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
has_library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$1"; }
has_fonts() { find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' 2>/dev/null | grep -q .; }
has_postgresql() { ls /usr/lib/postgresql/*/bin/initdb; }

need python3 command -v "$python"
need python3-venv "$python" -c "import ensurepip, venv"
need nodejs command -v node
need npm command -v npm
need gettext command -v msgfmt
need libpango-1.0-0 has_library libpango-1.0.so.0
need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
need fonts-dejavu-core has_fonts
if [ "$wanted" = tests ]; then
    need chromium command -v chromium
    need redis-server command -v redis-server
    need postgresql has_postgresql
    need git command -v git
fi

explain() {
    echo "Hyldefri mangler disse Debian-pakker:$missing" >&2
    echo "Installér dem, og prøv igen:  apt-get install$missing" >&2
    exit 1
}
may_install() {
    as_root=""
    command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || { as_root="sudo" && sudo -n true 2>/dev/null; }; }
}
fetch() { # packages
    $as_root apt-get update -qq -o Acquire::http::Timeout=15 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ -n "$missing" ]; then
    may_install || explain
    echo "Installing Debian packages:$missing ..."
    # shellcheck disable=SC2086 # a list of packages
    fetch $missing || explain
fi
# The whole Chromium can show every page; one without a window does so at half the cost.
if [ "$wanted" = tests ] && ! command -v chromium-headless-shell >/dev/null 2>&1 && may_install; then
    echo "Installing chromium-headless-shell, for quicker tests ..."
    fetch chromium-headless-shell 2>/dev/null || echo "There is none to be had; the tests take Chromium."
fi
