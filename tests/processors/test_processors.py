#!/usr/bin/env python3
"""The same text gives the same trees, byte for byte, with every kind of arithmetic: all that this processor has, and all
of arm64, run under qemu. 10,000 words of the project's own sentences.

usage: test_processors.py BROADWAY SOURCE_ROOT FOLDER
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
from tap import done, ok, run, skip, skip_all

broadway, root, folder = sys.argv[1:4]
WORDS = 10000
if b"built without" in run(broadway, "parse", stdin=b"One.\n").stderr:
    skip_all("built without weights")
os.makedirs(folder, exist_ok=True)


def text():
    sentences, words, sentence = [], 0, []
    for path in sorted(glob.glob(os.path.join(root, "training/names/*.tsv"))):
        for line in open(path, encoding="utf-8"):
            if line.startswith("# "):
                continue
            if line.strip():
                sentence.append(line.split("\t")[0])
                continue
            words += len(sentence)
            sentences.append(" ".join(sentence))
            sentence = []
            if words >= WORDS:
                return "\n\n".join(sentences).encode()


def foreign():
    """The reading alone, built for arm64 without a library that is not in the compiler's own tree."""
    compiler = shutil.which("aarch64-linux-gnu-gcc")
    if not compiler or not shutil.which("qemu-aarch64"):
        return None
    embedded = []
    for name, path in (("bw_network_bytes", "models/parse/network.bin"), ("bw_segment_bytes", "models/segment/segment.bin"),
                       ("bw_lemma_bytes", "models/lemma/lemma.bin"), ("bw_tokens_bytes", "lexicon/tokens/tokens.tsv")):
        embedded.append(os.path.join(folder, name + ".S"))
        with open(embedded[-1], "wb") as out:
            subprocess.run([os.path.join(root, "tools/embed.sh"), name, os.path.join(root, path)], check=True, stdout=out)
    shutil.copy("/usr/include/xxhash.h", folder)
    sources = [f for f in glob.glob(os.path.join(root, "src/base/*.c")) if not f.endswith(("json.c", "json_in.c"))]
    sources += glob.glob(os.path.join(root, "src/parse/*.c"))
    program = os.path.join(folder, "parse_text")
    made = run(compiler, "-O2", "-std=gnu17", "-ffp-contract=off", "-static", "-DXXH_INLINE_ALL", "-I", os.path.join(root, "src"),
               "-I", folder, "-o", program, os.path.join(root, "tests/processors/parse_text.c"),
               os.path.join(root, "src/document.c"), *sources, *embedded)
    ok(made.returncode == 0, "the reading builds for arm64", made.stderr.decode(errors="replace"))
    return program


def trees(out):
    """Without the comments, which name the document."""
    return b"\n".join(line for line in out.splitlines() if not line.startswith(b"# ") or line.startswith(b"# text"))


words = text()
document = json.dumps({"id": "text", "text": words.decode()}).encode() + b"\n"  # as it stands: copy would lose headline and dateline
refused = run(broadway, "parse", "--kernels", "none", stdin=words).stderr.decode()
kinds = re.search(r"but ([\w, ]+)", refused)[1].split(", ")
want = trees(run(broadway, "parse", "--kernels", "plain", stdin=document).stdout)
ok(want.count(b"\n") > WORDS, "10,000 words are read")
for kind in kinds[1:]:
    ok(trees(run(broadway, "parse", "--kernels", kind, stdin=document).stdout) == want, f"{kind}: the same bytes as plain")

program = foreign()
for kind, processor in (("plain", "max"), ("neon", "cortex-a53"), ("neondot", "max")):
    if program:
        r = run("qemu-aarch64", "-cpu", processor, program, kind, stdin=words)
        ok(trees(r.stdout) == want, f"arm64, {kind}: the same bytes as plain on this processor", r.stderr.decode(errors="replace"))
    else:
        skip(f"arm64, {kind}", "no gcc-aarch64-linux-gnu or qemu-user")
if program:
    r = run("qemu-aarch64", "-cpu", "cortex-a53", program, "neondot", stdin=words)
    ok(r.returncode != 0 and b"plain, neon\n" in r.stderr, "arm64: what a processor lacks is not run", r.stderr)

# No floating point and no libm on the way from text to trees: numbers that a compiler may round otherwise.
objdump = shutil.which("objdump")
objects = [o for o in glob.glob(os.path.join(os.path.dirname(broadway), "libcore.a.p/src_parse_*.o"))
           if "_train_" not in o]
if objdump and objects and os.uname().machine == "x86_64":
    float_code = re.compile(r"\t(v?(add|sub|mul|div|sqrt|max|min|cmp|ucomi|comi|cvt\w*|fn?m\w+)[sp][sd]|f(ld|st|add|mul|div)\w*)\b")
    found = set()
    for o in objects:
        listing = run(objdump, "-d", "--no-show-raw-insn", o).stdout.decode()
        found.update(f"{os.path.basename(o)}: {line.strip()}" for line in listing.splitlines() if float_code.search(line))
        found.update(f"{os.path.basename(o)}: {line.strip()}" for line in run("nm", "-u", o).stdout.decode().splitlines()
                     if re.search(r" (exp|log|sqrt|pow|tanh|round|rint|floor)f?$", line))
    ok(not found, "no floating point on the way from text to trees", "\n".join(sorted(found)))
else:
    skip("no floating point on the way from text to trees", "no objdump, or no x86-64")
done()
