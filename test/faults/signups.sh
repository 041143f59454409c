#!/bin/sh
# Sign-ups while the server is killed: none that was answered is lost.
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
python3 "$here/signups.py" "$sennight" "$work/n" "${SIGNUP_SECONDS-6}" \
	>out 2>err || fail 'killed while readers sign up' "$(cat out err)"
test -z "${SIGNUP_SECONDS-}" || cat out
finish
