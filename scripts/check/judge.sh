# Mistakes that people found by hand in real issues, where those are there.
set -eu
status=0
python3 test/check/judge.py build-gcc/sennight || status=$?
exit "$status"
