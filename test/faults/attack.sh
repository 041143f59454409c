#!/bin/sh
# What strangers try against the readers' pages over real sockets.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
cat >>n/sennight.yaml <<END
mail:
  from: tide@example.org
  way: var/mail
subscribe:
  open: yes
  behind_proxy: yes
  per_network: 1000000
  per_domain: 8
  per_address: 3
submit:
  open: yes
  per_network: 1000000
END
python3 "$here/attack.py" "$sennight" "$work/n" >out 2>err ||
	fail 'attacks' "$(head -c 2000 out err)"
finish
