# The shell scripts: do they parse, and does shellcheck find nothing?
set -eu
files=$(
	ls setup run check .ci/run bench/run scripts/format scripts/meson-test \
		scripts/check/*.sh presets/pre-commit
	find test bench tools -name '*.sh' -not -path '*/node_modules/*' \
		2>/dev/null || true
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
