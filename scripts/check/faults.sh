# Every test/faults/NAME.sh: what a bad world may do.  Called with the folder
# of the sanitized build, or of the plain one where there is none.
#
# One after the other, for some of them watch a clock; but those that mostly
# wait for services of their own go side by side.
set -eu
build="build-clang"
if ! test -f "$build/build.ninja"; then
	build="build-gcc"
fi
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

is_patient() {
	case $(basename "$1" .sh) in
	check_watch | collect_* | publish_*) true ;;
	*) false ;;
	esac
}

for file in test/faults/*.sh; do
	is_patient "$file" || scripts/fault "$file" "$build" "$results"
done
for file in test/faults/*.sh; do
	is_patient "$file" && echo "$file"
done | xargs -P 2 -I FILE scripts/fault FILE "$build" "$results"

p=0 f=0 s=0
for file in test/faults/*.sh; do
	name=$(basename "$file" .sh)
	cat "$results/$name.said"
	case $(cat "$results/$name.status") in
	0) p=$((p + 1)) ;;
	77) s=$((s + 1)) && echo "$name" >>"$CHECK_SKIPS" ;;
	*) f=$((f + 1)) && echo "$file failed" ;;
	esac
done
echo "$p $f $s" >"$CHECK_COUNTS"
test "$f" = 0
