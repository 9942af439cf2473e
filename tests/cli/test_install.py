#!/usr/bin/env python3
"""`meson install` puts everything where it belongs, and a program builds against what is installed.

usage: test_install.py BUILD_FOLDER SOURCE_FOLDER
"""
import glob
import os
import shutil
import sys
import tempfile

from tap import done, ok, run, skip_all

build, source = map(os.path.abspath, sys.argv[1:3])
if not shutil.which("meson") or not shutil.which("cc") or not shutil.which("pkg-config"):
    skip_all("meson, cc or pkg-config is not here")
work = tempfile.TemporaryDirectory()
root = os.path.join(work.name, "root")
r = run("meson", "install", "-C", build, "--no-rebuild", "--destdir", root, "--quiet")
ok(r.returncode == 0, "meson install", r.stderr.decode())
prefix = os.path.join(root, "usr/local")


def there(pattern):
    found = glob.glob(os.path.join(prefix, pattern), recursive=True)
    ok(found, pattern)
    return found[0] if found else ""


program = there("bin/broadway")
there("include/broadway.h")
shared = there("lib*/**/libbroadway.so.0")
static = there("lib*/**/libbroadway.a")
pc = there("lib*/**/pkgconfig/broadway.pc")
for page in os.listdir(os.path.join(source, "docs/man")):
    there("share/man/man1/" + page)
there("share/bash-completion/completions/broadway")
ok(b"broadway" in run(program, "--version").stdout, "the installed program runs")

env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(pc), PKG_CONFIG_SYSROOT_DIR=root,
           LD_LIBRARY_PATH=os.path.dirname(shared))
example, story = os.path.join(source, "examples/events.c"), os.path.join(source, "tests/samples/talks.txt")
outputs = []
for kind, extra in (("shared", []), ("static", ["--static"])):
    flags = run("pkg-config", "--cflags", "--libs", *extra, "broadway", env=env).stdout.decode().split()
    if extra:
        flags = [static if f == "-lbroadway" else f for f in flags]
    out = os.path.join(work.name, kind)
    r = run("cc", "-Wall", "-Werror", example, "-o", out, *flags, env=env)
    ok(r.returncode == 0, f"the example builds against the {kind} library", " ".join(flags), r.stderr.decode())
    outputs.append(run(out, story, env=env).stdout if r.returncode == 0 else b"")
ok(outputs[0] and outputs[0] == outputs[1], "both say the same", *outputs)
symbols = [l.split()[-1].split("@")[0] for l in run("nm", "-D", "--defined-only", shared).stdout.decode().splitlines()]
header = open(os.path.join(prefix, "include/broadway.h"), encoding="utf-8").read()
ok(symbols and all(s == "BROADWAY_0" or f" {s}(" in header or f"*{s}(" in header for s in symbols),
   "the library shows what the header declares and nothing else", symbols)
done()
