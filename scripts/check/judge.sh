# Mistakes that people found by hand in real issues, and merges that people
# made by hand, where those are there.
set -eu
status=0
python3 test/check/judge.py build-gcc/sennight || status=$?
python3 test/draft/judge_merge.py build-gcc/sennight || status=$?
exit "$status"
