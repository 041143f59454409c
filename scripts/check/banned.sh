# Calls that the house does not make.
exec python3 scripts/banned
