# Who may include whom.
exec python3 scripts/includes
