#!/bin/bash
# usage: long.sh BUILD SECONDS [TARGET…] - each target (all of them when none is named) looks for new inputs for SECONDS; prints how
# often each was executed. What is found lies in BUILD/fuzz/found/TARGET and is taken up by the next run. Ends at the first finding.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) build=$(cd "$1" && pwd) seconds=$2 total=0
shift 2
[ $# -gt 0 ] || set -- $(cd "$here" && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
for target in "$@"; do
    found=$build/fuzz/found/$target log=$build/fuzz/$target.log options=()
    mkdir -p "$found"
    [ -e "$here/$target.dict" ] && options+=(-dict="$here/$target.dict")
    seeds=()
    [ -d "$here/corpus/$target" ] && seeds=("$here/corpus/$target")
    if ! "$build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 -entropic=0 \
        -artifact_prefix="$build/fuzz/crash-$target-" "${options[@]}" "$found" "${seeds[@]}" >"$log" 2>&1; then
        echo "$target: a finding, see $log" >&2
        tail -n 40 "$log" >&2
        exit 1
    fi
    n=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    total=$((total + n))
    printf '| %s | %d |\n' "$target" "$n"
done
printf '| all | %d |\n' "$total"
