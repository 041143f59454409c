#!/bin/sh
# Clients that do nothing or little, a database that is locked, full, broken.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
cat >>n/sennight.yaml <<END
mail:
  from: tide@example.org
  way: mail
subscribe:
  open: yes
  per_network: 1000000
END
mkdir -p n/var
small=
if mount -t tmpfs -o size=2m none n/var 2>/dev/null; then
	undo="umount '$work/n/var'"
	small=$work/n/var
fi
python3 "$here/serve.py" "$sennight" "$work/n" ${small:+"$small"} >out 2>err ||
	fail 'clients and disks' "$(head -c 2000 out err)"
finish
