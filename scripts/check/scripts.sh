# The shell scripts: do they parse, and does shellcheck find nothing?
set -eu
files=$(
	grep -rlE --exclude-dir=.git --exclude-dir='build*' \
		--exclude-dir=node_modules '^#!/bin/sh' . | sort
	ls scripts/check/*.sh
)
for file in $files; do
	sh -n "$file"
done
if ! command -v shellcheck >/dev/null; then
	echo 'shellcheck is not installed'
	exit 77
fi
# shellcheck disable=SC2086
shellcheck -x --shell=sh $files
