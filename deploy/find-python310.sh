#!/bin/sh
# Print a Python 3.10 that really runs: shims answer to the name and then fail. With none, "3.10": uv fetches one.
works() { "$1" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }
for candidate in "${PYTHON310:-}" python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python /usr/bin/python3.10; do
    if [ -n "$candidate" ] && works "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
done
echo 3.10
