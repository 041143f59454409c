#!/bin/sh
# Output folders that are not ours, files that collide, two builds at once.
# shellcheck source=test/faults/common
#
# $as is a command and its arguments; && || joins two conditions.
# shellcheck disable=SC2086,SC2015
. "$(dirname "$0")/common"

newsletter n
newsletter clean
run 'the clean build' 0 -C clean build

# refused NAME FOLDER PATTERN: it is not built into n/FOLDER.
refused() {
	cp -a n copy
	run "$1" 2 -C n build -o "$2"
	says "$1" "$3"
	diff -r n copy >"$work/.diff" ||
		fail "$1" "changed: $(head -n 3 "$work/.diff")"
	rm -rf copy
}

mkdir n/foreign n/pretends
echo precious >n/foreign/index.html
echo precious >n/pretends/.sennight-manifest
echo precious >n/pretends/index.html
refused 'foreign folder' foreign 'did not write, such as index.html'
refused 'foreign manifest' pretends 'not one of Sennight'
refused 'output is content' content 'content'
refused 'output is below content' content/public 'content'
refused 'output is below content, by dots' ./static/../content/public 'content'
refused 'output is below static' static/public 'static'
refused 'output is the newsletter' . 'sennight|\.'
refused 'output is above the newsletter' .. '\.\.'
refused 'output is a file' sennight.yaml 'sennight.yaml'
refused 'output is the empty path' '' 'empty'
ln -s content n/link
refused 'output is a link to content' link 'content|link'
rm n/link
mkdir n/target
ln -s target n/link
run 'output is a link to a folder' 0 -C n build -o link
rm -r n/link n/target

# What others put into our folder stays; what was replaced does not hurt.
run 'a first build' 0 -C n build
echo mine >n/public/mine.txt
mkdir n/public/mine
rm n/public/atom.xml n/public/rss.xml
mkdir n/public/atom.xml
ln -s /etc/passwd n/public/rss.xml
touch n/public/.sennight-tmp-1-1
cp /etc/passwd passwd
run 'a changed folder' 2 -C n build
says 'a changed folder' 'atom.xml.*folder'
rmdir n/public/atom.xml
run 'a changed folder' 0 -C n build
test -f n/public/mine.txt && test -d n/public/mine ||
	fail 'a changed folder' 'lost what is not ours'
cmp -s /etc/passwd passwd || fail 'a changed folder' 'followed a link'
test ! -e n/public/.sennight-tmp-1-1 ||
	fail 'a changed folder' 'a temporary file stayed'
rm -r n/public/mine n/public/mine.txt
diff -r -x .sennight-manifest n/public clean/public >"$work/.diff" ||
	fail 'a changed folder' "$(head -n 3 "$work/.diff")"

# Manifests that somebody wrote must not make us remove what is not ours.
echo precious >n/precious
for path in ../precious /tmp/precious ./../precious a/../../precious; do
	{
		echo 'Sennight manifest 1'
		echo "file 9 1 $path"
		echo 'end 1'
	} >n/public/.sennight-manifest
	run "manifest with $path" 0 -C n build
	test -f n/precious || fail "manifest with $path" 'removed it'
done
ln -s "$work/n" n/public/up
{
	echo 'Sennight manifest 1'
	echo 'file 9 1 up/precious'
	echo 'end 1'
} >n/public/.sennight-manifest
run 'manifest through a link' 0 -C n build
test -f n/precious || fail 'manifest through a link' 'removed it'
rm n/public/up
for text in '' 'Sennight manifest 1' 'Sennight manifest 1\nfile x\nend 7' \
	'Sennight manifest 1\nfile 99999999999999999999 1 a\nend -1'; do
	printf '%b' "$text" >n/public/.sennight-manifest
	status=0
	timeout 60 "$sennight" -C n build >/dev/null 2>"$work/.err" ||
		status=$?
	test "$status" = 0 || test "$status" = 2 ||
		fail "manifest $text" "status $status"
done
rm -rf n/public

# Static files where pages belong.
echo x >n/static/index.html
run 'static file over a page' 2 -C n build
says 'static file over a page' 'index.html'
rm -rf n/static/index.html n/public
mkdir -p n/static/index.html
echo x >n/static/index.html/x
run 'static folder over a page' 2 -C n build
says 'static folder over a page' 'index.html'
rm -rf n/static/index.html n/public
echo x >n/static/issues
run 'static file where a folder belongs' 2 -C n build
says 'static file where a folder belongs' 'issues'
rm -rf n/static/issues n/public
echo x >n/static/.sennight-manifest
run 'static file named as the manifest' 0 -C n build
has 'static file named as the manifest' n/public/.sennight-manifest \
	'^Sennight manifest'
rm -rf n/static/.sennight-manifest

# A file becomes a folder, and a folder a file.
rm -rf n/public
echo x >n/static/thing
run 'a file' 0 -C n build
rm n/static/thing
mkdir n/static/thing
echo x >n/static/thing/part
run 'a file becomes a folder' 0 -C n build
test -f n/public/thing/part || fail 'a file becomes a folder' 'not there'
rm -r n/static/thing
echo x >n/static/thing
run 'a folder becomes a file' 0 -C n build
test -f n/public/thing || fail 'a folder becomes a file' 'not there'
rm n/static/thing
run 'none of both' 0 -C n build
test ! -e n/public/thing || fail 'none of both' 'it stayed'

# Two at once: each ends well or says that the other is at work.
rm -rf n/public
i=0
while test $i -lt 10; do
	i=$((i + 1))
	touch n/content/*.md
	echo "line $i" >>n/content/2026-01-14-two.md
	timeout 60 "$sennight" -C n build -q 2>one.err &
	one=$!
	second=0 first=0
	timeout 60 "$sennight" -C n build -q 2>two.err || second=$?
	wait $one || first=$?
	for status in $first $second; do
		test "$status" = 0 || test "$status" = 2 ||
			fail 'two at once' "status $status"
	done
	test "$first" = 0 || test "$second" = 0 ||
		fail 'two at once' 'both failed'
	test "$first" = 0 ||
		grep -q 'another build is writing there' one.err ||
		fail 'two at once' "$(cat one.err)"
	test "$second" = 0 ||
		grep -q 'another build is writing there' two.err ||
		fail 'two at once' "$(cat two.err)"
done
rm -rf clean
newsletter clean
cp n/content/*.md clean/content
run 'the clean build' 0 -C clean build
run 'after two at once' 0 -C n build
diff -r -x .sennight-manifest n/public clean/public >"$work/.diff" ||
	fail 'two at once' "$(head -n 3 "$work/.diff")"

# A folder that may not be written, as somebody who is not root.
as=
if test "$(id -u)" = 0; then
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
newsletter fixed
mkdir fixed/public
chmod 555 fixed/public
if $as "$sennight" --version >/dev/null 2>&1; then
	status=0
	timeout 60 $as "$sennight" -C fixed build 2>"$work/.err" || status=$?
	test "$status" = 2 || fail 'read-only output' "status $status"
	says 'read-only output' 'public.*permission denied; check its owner'
else
	echo 'output: the read-only folder was not tried: no other user here'
fi
finish
