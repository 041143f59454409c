#!/bin/sh
# The disk is full in the middle of a build, and then has room again.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

mkdir small
if ! mount -t tmpfs -o size=1m,nr_inodes=4000 none small 2>/dev/null; then
	skip 'a small disk needs the right to mount one'
fi
undo="umount '$work/small'"

cp -r "$root/example" n
rm -rf n/public
run 'the clean build' 0 -C n build -o "$work/clean"

run 'a full disk' 2 -C n build -o "$work/small/public"
says 'a full disk' 'the disk is full; make room and run the command again'
find small -name '.sennight-tmp-*' | grep -q . &&
	fail 'a full disk' 'a temporary file stayed'
# What is there is whole.
(cd small/public && find . -type f ! -name .sennight-manifest) >files
while read -r file; do
	cmp -s "small/public/$file" "clean/$file" ||
		fail 'a full disk' "$file is not whole"
done <files
run 'a full disk, again' 2 -C n build -o "$work/small/public"
mount -o remount,size=64m small
run 'room again' 0 -C n build -o "$work/small/public"
diff -r -x .sennight-manifest small/public clean >"$work/.diff" ||
	fail 'room again' "$(head -n 3 "$work/.diff")"

# An older site is there; then the disk is full.
for newest in n/content/*.md; do :; done
echo 'New words.' >>"$newest"
sed -i 's/^tagline:.*/tagline: another one/' n/sennight.yaml
run 'the new clean build' 0 -C n build -o "$work/clean2"
dd if=/dev/zero of=small/ballast bs=4k 2>/dev/null
run 'a full disk and an old site' 2 -C n build -o "$work/small/public"
(cd small/public && find . -type f ! -name .sennight-manifest) >files
while read -r file; do
	cmp -s "small/public/$file" "clean/$file" ||
		cmp -s "small/public/$file" "clean2/$file" ||
		fail 'a full disk and an old site' "$file is not whole"
done <files
rm small/ballast
run 'room for the new site' 0 -C n build -o "$work/small/public"
diff -r -x .sennight-manifest small/public clean2 >"$work/.diff" ||
	fail 'room for the new site' "$(head -n 3 "$work/.diff")"
finish
