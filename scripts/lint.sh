#!/bin/sh
# Every check that needs no test run. Says all that is wrong, not only the first.
set -u
PATH="$PWD/.venv/bin:$PATH"
export DJANGO_SETTINGS_MODULE=elearning.settings.testing
failed=""

check() { # name, then the command
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        echo "$output"
        failed="$failed $name"
    fi
}

check ruff ruff check --quiet .
check format ruff format --quiet --check .
check mypy mypy elearning courses tracking
check imports lint-imports --no-logo
check templates scripts/lint_templates.sh
check gettext python scripts/check_gettext.py elearning courses tracking
check messages python scripts/check_messages.py
check migrations python manage.py makemigrations --check --dry-run
check system python manage.py check
check locks python scripts/check_locks.py
[ -z "$failed" ] || { echo "Lint failed:$failed"; exit 1; }
