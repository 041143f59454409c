#!/bin/sh
# An issue brought out, interrupted at any moment, taken back, and refused.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

command -v git >/dev/null || skip 'git is not installed'
python3 "$here/publish.py" "$sennight" "${KILLS-20}" >out 2>err ||
	fail 'an issue' "$(grep -v '^ok' out; cat err)"
finish
