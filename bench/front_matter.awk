# "Title: x" headers, bare or between lines of dashes, become TOML.

function finish()
{
	gsub(/["\\]/, "", title)
	printf "+++\ntitle = \"%s\"\ndate = %s\n+++\n", title, date
	body = 1
}

body {
	print
	next
}

NR == 1 && /^---/ {
	fenced = 1
	next
}

/^[Tt]itle:/ {
	title = substr($0, 7)
	gsub(/^[ \t"']+|[ \t"'\r]+$/, "", title)
}

/^[Dd]ate:/ {
	split($2, part, "-")
	date = sprintf("%04d-%02d-%02d", part[1], part[2], part[3])
}

(fenced && /^---/) || (!fenced && /^[ \t\r]*$/) {
	finish()
}
