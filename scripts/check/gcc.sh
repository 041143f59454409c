# Build with gcc, as users do; warnings are errors.
set -eu
if ! test -f build-gcc/build.ninja; then
	CC=gcc meson setup -Dtests=enabled -Dbench=true build-gcc
fi
ninja -C build-gcc
