#!/usr/bin/env python3
"""Print the named characters of HTML as a C table, sorted for a search.

The names are those of the HTML standard as Python's library has them; only
the forms with a semicolon count in Markdown.
"""
from html.entities import html5

print('#include "model/md_priv.h"\n')
print('const struct md_entity md_entities[] = {')
names = sorted(n[:-1] for n in html5 if n.endswith(';'))
for name in names:
    text = ''.join('\\%03o' % b for b in html5[name + ';'].encode())
    print('\t{ STR_INIT("%s"), STR_INIT("%s") },' % (name, text))
print('};')
print('const size_t md_entities_count = %d;' % len(names))
