#!/usr/bin/env python3
"""A stage includes base/, the document and the headers of earlier stages, never later ones; file names are unique.
usage: check_layers.py SRC"""
import os
import re
import sys

ORDER = ["base", "wire", "parse", "link", "when", "code", "story", "store", "serve", "work", "cli"]
TOP = {"document.h": "base", "document.c": "base"}  # the rest of src/ itself lies above all stages

src, faults, seen = sys.argv[1], [], {}
for folder, _, names in sorted(os.walk(src)):
    stage = os.path.relpath(folder, src).split(os.sep)[0]
    for name in sorted(names):
        if not name.endswith((".c", ".h")):
            continue
        path = os.path.join(folder, name)
        if name in seen:
            faults.append(f"{path}: {seen[name]} has the same name")
        seen[name] = path
        if stage == ".":
            rank = ORDER.index(TOP[name]) if name in TOP else len(ORDER)
        elif stage in ORDER:
            rank = ORDER.index(stage)
        else:
            faults.append(f"{path}: folder '{stage}' is not a stage; add it to tools/check_layers.py and src/README.md")
            continue
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            m = re.match(r'#include "([a-z_]+)/', line)
            if m and m[1] in ORDER and ORDER.index(m[1]) > rank:
                faults.append(f"{path}:{number}: {stage} includes {m[1]}/, a later stage")
for number, fault in enumerate(faults, 1):
    print(f"not ok {number} - {fault}")
if not faults:
    print(f"ok 1 - {len(seen)} files keep to the order of the stages")
print(f"1..{max(1, len(faults))}")
sys.exit(bool(faults))
