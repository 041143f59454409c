#!/bin/sh
# A server that starts anew while readers ask: nobody is turned away.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
cat >>n/sennight.yaml <<END
mail:
  from: tide@example.org
  way: var/mail
subscribe:
  open: yes
  per_network: 1000000
  per_domain: 1000000
END
python3 "$here/restart.py" "$sennight" "$work/n" "${RESTARTS-4}" >out 2>err ||
	fail 'restarted while readers ask' "$(head -c 2000 out err)"
test -z "${RESTARTS-}" || cat out
finish
