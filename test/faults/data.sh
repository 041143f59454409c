#!/bin/sh
# events.jsonl is written by others: a wrong line is refused with its place,
# or has no effect.
# shellcheck source=test/faults/common
. "$(dirname "$0")/common"

newsletter n
cat >>n/content/2026-01-14-two.md <<'END'

## Upcoming Events

* 2026-01-20 | Virtual | [G](https://g.example/)
    * [**E**](https://e.example/1)
END
run 'without data' 0 -C n build

# row NAME TEXT: 0, or 2 with the line.
row() {
	printf '%b' "$2" >n/events.jsonl
	status=0
	timeout 60 "$sennight" -C n build -q >"$work/.out" 2>"$work/.err" ||
		status=$?
	case $status in
	0) check_output "$1" n/public ;;
	2) says "$1" 'events.jsonl:[0-9]+|events.jsonl.*bytes' ;;
	*) fail "$1" "status $status: $(head -c 300 "$work/.err")" ;;
	esac
}

good='{"url": "https://e.example/1", "start": "2026-01-20T10:00", "zone": "UTC"}\n'
row 'no JSON' "${good}nonsense\n"
row 'half a row' '{"url": "https://e.exam'
row 'wrong types' '{"url": 7, "start": ["x"], "finish": {}, "zone": null}\n'
row 'a list' '[1, 2]\n'
row 'a number' '99999999999999999999999999999999\n'
row 'huge numbers' '{"url": "https://e.example/1", "start": 1e999, "finish": -9223372036854775809}\n'
row 'no such time' '{"url": "https://e.example/1", "start": "2026-02-30T25:61"}\n'
row 'finish before start' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "finish": "2026-01-19T10:00", "zone": "UTC"}\n'
row 'finish far away' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "finish": "9999-12-31T23:59", "zone": "UTC"}\n'
row 'unknown zone' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "zone": "Mars/Olympus"}\n'
row 'zone that is a path' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "zone": "../../../etc/passwd"}\n'
row 'zone with line ends' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "zone": "UTC\\\\r\\\\nATTACH:x"}\n'
row 'one event twice' "$good$good"
row 'no UTF-8' '{"url": "https://e.example/\0377", "start": "2026-01-20T10:00", "zone": "UTC"}\n'
row 'NUL' '{"url": "https://e.example/\0000", "start": "2026-01-20T10:00", "zone": "UTC"}\n'
row 'an escaped NUL' '{"url": "https://e.example/\\\\u0000", "start": "2026-01-20T10:00", "zone": "UTC"}\n'
row 'half a surrogate' '{"url": "https://e.example/\\\\ud800", "start": "2026-01-20T10:00", "zone": "UTC"}\n'
row 'empty lines' "\n\n$good\n\n"
row 'CRLF' '{"url": "https://e.example/1", "start": "2026-01-20T10:00", "zone": "UTC"}\r\n'
row 'BOM' "\0357\0273\0277$good"
row 'deep' "$(printf '[%.0s' $(seq 50000))\n"
python3 -c 'print("[" * 10_000_000)' >n/events.jsonl
run 'deeper' 2 -C n build
python3 -c 'print("\n".join("{\"url\": \"https://e.example/%d\", \"start\": \"2026-01-20T10:00\", \"zone\": \"UTC\"}" % i for i in range(200_000)))' >n/events.jsonl
run '200,000 rows' 0 -C n build
rm n/events.jsonl
mkfifo n/events.jsonl
run 'a pipe' 0 -C n build
finish
