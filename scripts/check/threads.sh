# Threads of a build: does ThreadSanitizer see two of them at one thing?
set -eu
build="build-threads"
if ! test -f $build/build.ninja; then
	meson setup -Dtests=disabled -Db_sanitize=thread $build >/dev/null
fi
ninja -C $build --quiet
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
TSAN_OPTIONS=halt_on_error=1:exitcode=66 \
	$build/sennight -C example build --quiet --drafts --threads 8 \
	--output "$output/site"
# Findings are no failure here.
TSAN_OPTIONS=halt_on_error=1:exitcode=66 \
	$build/sennight -C example check --all --threads 8 --fail-on error \
	>"$output/findings" || test $? = 1
# Mails are written by threads; senders that are killed are no findings.
TSAN_OPTIONS=halt_on_error=1:exitcode=66 \
	python3 test/faults/kill.py $build/sennight 2 500 >"$output/kill"
