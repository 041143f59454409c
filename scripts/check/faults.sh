# Every test/faults/NAME.sh: what a bad world may do.  Called with the folder
# of the sanitized build, or of the plain one where there is none.
set -eu
build="build-clang"
if ! test -f "$build/build.ninja"; then
	build="build-gcc"
fi
p=0 f=0 s=0
for file in test/faults/*.sh; do
	test -f "$file" || continue
	status=0
	sh "$file" "$build" || status=$?
	case $status in
	0) p=$((p + 1)) ;;
	77) s=$((s + 1)) && basename "$file" .sh >>"$CHECK_SKIPS" ;;
	*) f=$((f + 1)) && echo "$file failed" ;;
	esac
done
echo "$p $f $s" >"$CHECK_COUNTS"
test "$f" = 0
