#!/bin/sh
# Every check that needs no test run. Says all that is wrong, not only the first.
set -u
PATH="$PWD/.venv/bin:$PATH"
export DJANGO_SETTINGS_MODULE=elearning.settings.testing
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
names=""

check() { # name, then the command; in the background
    name=$1
    shift
    names="$names $name"
    { "$@" >"$said/$name" 2>&1 && mv "$said/$name" "$said/$name.ok"; } &
}

# Before it answers makemigrations does what »manage.py check« does, so there is one start of Django and not two.
# The types take longest: everything else is checked meanwhile, one after the other.
check mypy mypy elearning courses tracking
types=$!
for line in \
    "ruff ruff check --quiet ." \
    "format ruff format --quiet --check ." \
    "imports lint-imports --no-logo" \
    "templates scripts/lint_templates.sh" \
    "gettext python scripts/check_gettext.py elearning courses tracking" \
    "messages python scripts/check_messages.py" \
    "django python manage.py makemigrations --check --dry-run" \
    "locks python scripts/check_locks.py" \
    "tests python -m pytest --collect-only --quiet --quiet"; do
    # shellcheck disable=SC2086 # the words are the command
    check $line
    wait $!
done
wait "$types"

failed=""
for name in $names; do
    if [ -e "$said/$name.ok" ]; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        cat "$said/$name"
        failed="$failed $name"
    fi
done
[ -z "$failed" ] || { echo "Lint failed:$failed"; exit 1; }
