#!/usr/bin/env python3
"""Adds up what meson's test logs say.  usage: tally.py FAILED_BUILDS BUILD_DIR…
A test that speaks TAP counts a point a line; another counts as one. Failures are named."""
import glob
import json
import os
import re
import sys

passed = skipped = 0
failed = int(sys.argv[1])
for build in sys.argv[2:]:
    # A test run under a wrapper is logged as testlog-WRAPPER.json.
    logs = glob.glob(os.path.join(build, "meson-logs", "testlog*.json"))
    if not logs:
        print(f"{build}: no tests ran")
        failed += 1
        continue
    for line in [line for log in sorted(logs) for line in open(log, encoding="utf-8")]:
        t = json.loads(line)
        out = t.get("stdout") or ""
        points = re.findall(r"^(not )?ok\b([^\n]*)", out, re.M)
        bad = sum(1 for n, rest in points if n and not re.search(r"# *(TODO|SKIP)", rest, re.I))
        idle = sum(1 for _, rest in points if re.search(r"# *SKIP", rest, re.I))
        if t["result"] in ("SKIP",):
            skipped += max(1, idle)
            reason = re.search(r"# *SKIP *([^\n]*)", out, re.I)
            print(f"skipped {os.path.basename(build)}: {t['name']}" + (f" ({reason[1].strip()})" if reason else ""))
            continue
        if t["result"] in ("OK", "EXPECTEDFAIL"):
            passed += max(1, len(points)) - bad - idle
            failed += bad
            skipped += idle
            continue
        failed += max(1, bad)
        passed += len(points) - bad - idle
        print(f"FAILED {os.path.basename(build)}: {t['name']} ({t['result']})")
        for line in re.findall(r"^not ok\b[^\n]*", out, re.M)[:10]:
            print("   " + line)
        for line in (t.get("stderr") or "").splitlines()[-15:]:
            print("   " + line)
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed != 0)
