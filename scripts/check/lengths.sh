# Functions and files that grew too long.
exec python3 scripts/lengths
