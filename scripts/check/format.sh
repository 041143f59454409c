# Is every C file as clang-format leaves it?  (Version 14: others differ.)
# scripts/format rewrites them.
set -eu
if ! command -v clang-format-14 >/dev/null; then
	echo 'clang-format-14 is not installed'
	exit 77
fi
for folder in src test bench tools; do
	test -d "$folder" || continue
	find "$folder" -name '*.[ch]' -not -path '*/node_modules/*' \
		-exec clang-format-14 --dry-run -Werror {} +
done
