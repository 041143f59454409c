# Unit and golden tests, built by gcc.
exec sh scripts/meson-test build-gcc
