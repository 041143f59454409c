#!/bin/sh
# Files that are not there, cannot be read, or are no files.
# shellcheck source=test/faults/common
#
# $as is a command and its arguments.
# shellcheck disable=SC2086
. "$(dirname "$0")/common"

mkdir nothing
run 'no settings' 2 -C nothing build
says 'no settings' 'sennight init'

newsletter gone
rm -r gone/content
run 'no content folder' 2 -C gone build
says 'no content folder' 'content'
test ! -e gone/public || fail 'no content folder' 'an output was begun'

newsletter empty
rm empty/content/*
run 'empty content' 0 -C empty build
says 'empty content' 'no issues'

newsletter kinds
mkdir kinds/content/folder.md
mkfifo kinds/content/pipe.md
ln -s nowhere.md kinds/content/dangling.md
ln -s . kinds/content/circle
ln -s self.md kinds/content/self.md
ln -s .. kinds/static/up
ln -s /dev/zero kinds/content/device.md
python3 -c 'import socket
socket.socket(socket.AF_UNIX).bind("kinds/content/socket.md")'
run 'odd files' 0 -C kinds build
says 'odd files' 'pipe.md was left out: it is a device, pipe or socket'
says 'odd files' 'socket.md was left out'
says 'odd files' 'device.md was left out'
says 'odd files' 'dangling.md was left out: it is a link to nothing'
says 'odd files' 'self.md was left out: symbolic links lead in a circle'
check_output 'odd files' kinds/public
for name in folder.md pipe.md dangling.md self.md device.md socket.md; do
	check_show "$name" "kinds/content/$name"
done
check_show 'no such file' kinds/content/none.md

# A link out of the folder is read: who made it wanted that.
newsletter out
mkdir elsewhere
cp out/content/2026-01-14-two.md elsewhere/two.md
rm out/content/2026-01-14-two.md
ln -s ../../elsewhere out/content/linked
run 'link out of the folder' 0 -C out build
has 'link out of the folder' out/public/index.html 'quay'

# As somebody who may not read: root may read everything.
newsletter secret
chmod 000 secret/content/2026-01-14-two.md
as=
if test "$(id -u)" = 0; then
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
	chown -R 65534:65534 secret
fi
if ! $as "$sennight" --version >/dev/null 2>&1; then
	echo 'input: the unreadable file was not tried: no other user here'
else
	status=0
	timeout 60 $as "$sennight" -C secret build 2>"$work/.err" || status=$?
	test "$status" = 2 || fail unreadable "status $status"
	says unreadable 'two.md: permission denied; check its owner and mode'
	status=0
	timeout 60 $as "$sennight" show secret/content/2026-01-14-two.md \
		2>"$work/.err" >/dev/null || status=$?
	test "$status" = 2 || fail 'unreadable, show' "status $status"
	chmod 644 secret/content/2026-01-14-two.md
	chmod 000 secret/static
	status=0
	timeout 60 $as "$sennight" -C secret build 2>"$work/.err" || status=$?
	test "$status" = 2 || fail 'unreadable folder' "status $status"
	says 'unreadable folder' 'static: permission denied'
fi
finish
