# The same tests, built by clang, watched by ASan and UBSan.
set -eu
if ! test -f build-clang/build.ninja; then
	echo 'there is no clang build'
	exit 77
fi
ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS
exec sh scripts/meson-test build-clang
