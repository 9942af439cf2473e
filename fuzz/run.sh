#!/bin/bash
# usage: run.sh TARGET CORPUS DICT - replays the corpus, then looks for new inputs for BW_FUZZ_SECONDS (5).
set -euo pipefail
target=$1 corpus=$2 dict=$3
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
seeds=()
[ -d "$corpus" ] && seeds=("$corpus")
[ ${#seeds[@]} -eq 0 ] || "$target" -runs=0 -timeout=20 -rss_limit_mb=2048 -error_exitcode=1 "${seeds[@]}" 2>&1 | tail -n 1
# The same seed at every run, so that what passes here passes elsewhere; fuzz/long.sh looks further.
options=(-seed=1 -max_total_time="${BW_FUZZ_SECONDS:-5}" -timeout=20 -rss_limit_mb=2048 -error_exitcode=1 -artifact_prefix="$PWD/crash-" -print_final_stats=1)
[ -e "$dict" ] && options+=(-dict="$dict")
"$target" "${options[@]}" "$found" "${seeds[@]}" 2>&1 | tail -n 40
exit "${PIPESTATUS[0]}"
