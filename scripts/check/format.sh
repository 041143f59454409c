# Is every C file as clang-format leaves it?  (Version 14: others differ.)
set -eu
if ! command -v clang-format-14 >/dev/null; then
	echo 'clang-format-14 is not installed'
	exit 77
fi
find src test bench tools -name '*.[ch]' -not -path '*/node_modules/*' \
	2>/dev/null | sort | xargs clang-format-14 --dry-run -Werror
