#!/bin/sh
# djlint over every template there is.
set -eu
files=$(find templates courses tracking elearning -name '*.html' -not -path '*/static/*')
[ -z "$files" ] || djlint --lint --quiet $files
