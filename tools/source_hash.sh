#!/bin/sh
# usage: source_hash.sh ROOT OUT.h: the hash of all that makes a coder: program, knowledge, lexicon and models as they
# are built in. OUT stays untouched when nothing changed, so that nothing is compiled again.
set -e
hash=$(cd "$1" && for folder in src tools knowledge lexicon models; do
    [ -d "$folder" ] && find "$folder" -type f '(' -name '*.[ch]' -o -name '*.tsv' -o -name '*.rules' -o -name '*.txt' -o -name '*.bin' ')'
done | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-32)
line="#define BW_SOURCE_HASH \"$hash\" /* made by tools/source_hash.sh */"
[ -f "$2" ] && [ "$(cat "$2")" = "$line" ] || echo "$line" >"$2"
