# Build with gcc, as users do; warnings are errors.
set -eu
if ! test -f build-gcc/build.ninja; then
	CC=gcc meson setup -Dtests=enabled -Dbench=true build-gcc
fi
ninja -C build-gcc
# As ./run builds it: the optimizer of a release sees what others do not.
if ! test -f build-release/build.ninja; then
	CC=gcc meson setup --buildtype=release -Dtests=disabled build-release
fi
ninja -C build-release
# Of two functions with one name in two libraries a linker takes one and says
# nothing.
twice=$(find build-gcc/src -name '*.a' -exec nm -g --defined-only {} + |
	awk 'NF == 3 { print $3 }' | sort | uniq -d)
if test -n "$twice"; then
	echo "defined in two libraries of src: $twice"
	exit 1
fi
