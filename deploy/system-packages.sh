#!/bin/sh
# The tests drive a real Chromium and check the catalogues with GNU gettext: have both, or say how to get them. Root also
# gets nginx and strace, with which tests look at what the proxy writes; without them these tests are skipped.
missing="" wanted=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-dejavu-core"
command -v msgfmt >/dev/null 2>&1 && command -v xgettext >/dev/null 2>&1 || missing="$missing gettext"
command -v nginx >/dev/null 2>&1 || wanted="$wanted nginx-light"
command -v strace >/dev/null 2>&1 || wanted="$wanted strace"
install() {
    echo "Installing $*"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}
if [ "$(id -u)" = 0 ]; then
    # shellcheck disable=SC2086
    [ -z "$wanted" ] || install $wanted || echo "Not to be had:$wanted. The tests that need them are skipped." >&2
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install $missing
elif [ -n "$missing" ]; then
    echo "Please run this once, then make test again:  sudo apt-get install$missing" >&2
    exit 1
fi
