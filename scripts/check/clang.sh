# Build with clang, sanitizers and fuzz targets; warnings are errors.
set -eu
if ! command -v clang >/dev/null; then
	echo 'clang is not installed'
	exit 77
fi
if ! test -f build-clang/build.ninja; then
	CC=clang meson setup -Dtests=enabled -Dfuzz=true \
		-Db_sanitize=address,undefined -Db_lundef=false build-clang
fi
ninja -C build-clang
