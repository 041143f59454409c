# The table of bench/run: rows with budgets in, medians and verdicts out.
# The files in `times` have a line per round: wall and CPU time in
# microseconds, peak memory in KiB.  Without a row "floor" there are no
# multiples.  Exit 1 if a row is over its budget.

function median(list, count,    i, k, t)
{
	for (i = 2; i <= count; i++) {
		t = list[i]
		for (k = i; k > 1 && list[k - 1] > t; k--)
			list[k] = list[k - 1]
		list[k] = t
	}
	if (count % 2)
		return list[(count + 1) / 2]
	return (list[count / 2] + list[count / 2 + 1]) / 2
}

# Fills wall, cpu, memory; returns the number of rounds.
function read_times(name,    file, count, part)
{
	file = times "/" name
	count = 0
	while ((getline line < file) > 0) {
		split(line, part, " ")
		count++
		wall[count] = part[1] / 1000
		cpu[count] = part[2] / 1000
		memory[count] = part[3] / 1024
	}
	close(file)
	return count
}

function multiple(value, floor)
{
	return floor > 0 ? value / floor : 0
}

function judge(value, budget, unit)
{
	if (budget == "-")
		return ""
	if (value > budget)
		over = 1
	return sprintf("  %s %s%s", value > budget ? "OVER" : "within",
	    budget, unit)
}

BEGIN {
	FS = "|"
	printf "%-28s %8s %8s %8s %7s %7s  %s\n", "", "wall ms", "CPU ms",
	    "peak MiB", "x wall", "x CPU", "budget"
}

{
	count = read_times($1)
	if (count == 0) {
		printf "%-28s %s\n", $2, "not installed"
		next
	}
	for (i = 1; i <= count; i++) {
		if ($1 == "floor") {
			floor_wall[i] = wall[i]
			floor_cpu[i] = cpu[i]
		}
		ratio[i] = multiple(wall[i], floor_wall[i])
		work[i] = multiple(cpu[i], floor_cpu[i])
	}
	factor = median(ratio, count)
	ms = median(wall, count)
	mib = median(memory, count)
	printf "%-28s %8.1f %8.1f %8.1f %7.2f %7.2f%s%s%s\n", $2, ms,
	    median(cpu, count), mib, factor, median(work, count),
	    judge(factor, $3, " x wall"), judge(ms, $4, " ms"),
	    judge(mib, $5, " MiB")
}

END {
	exit over
}
