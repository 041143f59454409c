# Every fuzz target for a few seconds, from its own corpus, one on each
# processor.
set -eu
if ! test -d build-clang/test/fuzz; then
	echo 'there is no clang build'
	exit 77
fi
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export UBSAN_OPTIONS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# New inputs and what crashed stay in build-clang/fuzz, not in the corpus.
cat >"$work/one" <<'END'
name=$1
found=build-clang/fuzz/$name
mkdir -p "$found/corpus"
set -- "$found/corpus"
if test -d "test/fuzz/corpus/$name"; then
	set -- "$@" "test/fuzz/corpus/$name"
fi
"build-clang/test/fuzz/fuzz-$name" -max_total_time="${FUZZ_SECONDS:-3}" \
	-timeout=5 -rss_limit_mb=1024 -max_len=16384 -verbosity=0 \
	-artifact_prefix="$found/" "$@" >"$found/log" 2>&1 ||
	: >"$work/$name.failed"
END
export work

for file in test/fuzz/*.c; do
	basename "$file" .c
done >"$work/names"
xargs -n 1 -P "$(nproc)" sh "$work/one" <"$work/names"

p=0 f=0
while read -r name; do
	if test -f "$work/$name.failed"; then
		f=$((f + 1))
		echo "fuzz $name: failed; the input is in build-clang/fuzz/$name"
		tail -n 40 "build-clang/fuzz/$name/log"
	else
		p=$((p + 1))
	fi
done <"$work/names"
echo "$p $f 0" >"$CHECK_COUNTS"
test "$f" = 0
