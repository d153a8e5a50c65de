#!/bin/sh
# The tests drive a real Chromium and check the catalogues with GNU gettext: have both, or say how to get them. Root also
# gets nginx and strace, with which tests look at what the proxy writes; without them these tests are skipped.
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v msgfmt >/dev/null 2>&1 || missing="$missing gettext"
command -v xgettext >/dev/null 2>&1 || case "$missing" in *gettext*) ;; *) missing="$missing gettext" ;; esac
if [ "$(id -u)" = 0 ]; then
    command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
    command -v strace >/dev/null 2>&1 || missing="$missing strace"
fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installing$missing"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core
else
    echo "Please run this once, then make test again:  sudo apt-get install$missing" >&2
    exit 1
fi
