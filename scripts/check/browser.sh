# The pages in a browser: test/browser/*.test.mjs.
set -eu
if ! ls test/browser/*.test.mjs >/dev/null 2>&1; then
	echo 'there are no browser tests yet'
	exit 77
fi
for command in node chromium; do
	if ! command -v "$command" >/dev/null; then
		echo "$command is not installed"
		exit 77
	fi
done
if ! test -d test/browser/node_modules; then
	echo 'the npm packages are missing; run ./setup --test'
	exit 77
fi
# As users have it; sanitizers watch the same pages in other steps.
if test -z "${SENNIGHT-}" && test -x build-gcc/sennight; then
	SENNIGHT=$PWD/build-gcc/sennight
	export SENNIGHT
fi
status=0
tap=$(mktemp)
node --test --test-reporter=tap test/browser/*.test.mjs >"$tap" || status=$?
# What failed, and why; a log of everything that passed would hide it.
awk '/^ *not ok /,/^ *\.\.\.$/' "$tap"
value() {
	sed -n "s/^# $1 //p" "$tap" | tail -n 1
}
echo "$(value pass) $(value fail) $(value skipped)" >"$CHECK_COUNTS"
sed -n 's/^ *ok [0-9]* - \(.*\) # SKIP.*/\1/p' "$tap" >>"$CHECK_SKIPS"
rm -f "$tap"
exit "$status"
