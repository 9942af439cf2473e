#!/usr/bin/env python3
"""--help, the manual pages and the program agree; wrong use is told and exits with 2.

usage: test_help.py BROADWAY MAN_FOLDER
"""
import os
import re
import shutil
import subprocess
import sys

from tap import done, ok, run, skip

broadway, pages = sys.argv[1:3]
top = run(broadway, "--help")
commands = re.findall(r"^  ([a-z]+) +\S", top.stdout.decode().split("commands:")[1], re.M)
ok(top.returncode == 0 and len(commands) >= 11, f"{len(commands)} commands are listed")
ok(run(broadway).returncode == 2, "no command at all is wrong use")
version = run(broadway, "--version").stdout.decode()
ok(re.fullmatch(r"broadway \d+\.\d+\.\d+\ncoder [0-9a-f]{32}\n", version), "--version", version)


def plain(page):
    return page.replace("\\-", "-").replace("\\:", "").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "")


def options_of_help(text):
    """{"--threads": ("-j", "N")}"""
    found = re.findall(r"^  (?:(-.),|   ) (--[a-z-]+)(?: (\S+))?(?:  |$)", text, re.M)
    return {name: (letter, argument) for letter, name, argument in found}


def options_of_page(text):
    options = {}
    for heading in re.findall(r"^\.TP\n(.*)$", plain(text), re.M):
        m = re.fullmatch(r"(?:(-.), )?(--[a-z-]+)(?: (\S+))?", heading)
        if m:
            options[m[2]] = (m[1] or "", m[3] or "")
    return options


files = set(os.listdir(pages))
ok(files == {"broadway.1"} | {f"broadway-{c}.1" for c in commands}, "a page for each command, and none more", files)
main_page = open(os.path.join(pages, "broadway.1"), encoding="utf-8").read()
for c in commands:
    r = run(broadway, c, "--help")
    shown = r.stdout.decode()
    text = re.sub(r"\|\n +", "|", shown)  # many choices go over several lines
    ok(r.returncode == 0 and text.startswith(f"usage: broadway {c}") and r.stderr == b"", f"{c} --help", r.stderr)
    want = options_of_help(text)
    page = open(os.path.join(pages, f"broadway-{c}.1"), encoding="utf-8").read()
    got = options_of_page(page)
    ok(want == got and "--help" in want, f"{c}: the page has the options of --help",
       {k: want[k] for k in want if got.get(k) != want[k]}, {k: got[k] for k in got if want.get(k) != got[k]})
    ok(f"broadway-{c}".replace("-", "\\-") in main_page, f"{c}: named on the main page")
    described = text.split("\noptions:")[0].split("\n\n", 1)[1].strip()
    ok(len(described) > 40 and max(map(len, shown.splitlines())) <= 120, f"{c}: --help describes it in lines that fit")

if shutil.which("man"):
    for f in sorted(files):
        r = run("man", "-l", "--warnings", os.path.join(pages, f), env=dict(os.environ, MANWIDTH="80", LC_ALL="C.UTF-8"))
        ok(r.returncode == 0 and r.stderr == b"", f"{f} is laid out without warnings", r.stderr.decode())
else:
    skip("pages are laid out without warnings", "no man here")

WRONG = [
    (["fly"], "no command 'fly'"),
    (["code", "--fly"], "no option '--fly'"),
    (["code", "-x"], "no option '-x'"),
    (["code", "--to", "xml"], "--to takes table|jsonl|csv"),
    (["code", "--to"], "--to needs"),
    (["code", "--dyads=1"], "--dyads takes no value"),
    (["code", "-j", "0"], "--threads takes a number"),
    (["code", "--date", "yesterday"], "--date takes a day"),
    (["code", "--date=2021-02-30"], "--date takes a day"),
    (["code", "--explain", "--to", "csv"], "--explain writes JSON Lines"),
    (["code", "--explain", "--dyads"], "--explain and --dyads"),
    (["code", "--resume"], "--resume needs --output"),
    (["code", "--resume", "-o", os.devnull], "standard input"),
    (["code", "--knowledge", "/no/such/folder"], "/no/such/folder"),
    (["code", "--lexicon", "/no/such/folder"], "/no/such/folder"),
    (["wire", "--from", "telex"], "telex"),
    (["eval"], "one file"),
    (["eval", "--where", "x", "y"], "KEY=VALUE"),
    (["eval", "--unmatched", "5", "--by", "type"], "--unmatched reads documents"),
    (["eval", "--unmatched", "few"], "--unmatched takes a number"),
    (["kb"], "check"),
    (["kb", "find"], "find"),
    (["kb", "import", "--output", "/no/such/folder"], "import"),
    (["kb", "import", os.devnull], "--output"),
    (["kb", "import", "--output", "/no/such/folder/x", os.devnull], "/no/such/folder/x"),
    (["kb", "import", "--output", "/no/such/folder", "/no/such/file"], "/no/such/file"),
    (["lexicon"], "check"),
    (["lexicon", "import", "--output", "/no/such/folder"], "import"),
    (["lexicon", "import", os.devnull], "--output"),
    (["lexicon", "import", "--output", "/no/such/folder/x", os.devnull], "/no/such/folder/x"),
    (["lexicon", "import", "--output", "/no/such/folder", "/no/such/file"], "/no/such/file"),
    (["explain", ""], "no sentence"),
    (["explain", os.path.abspath(__file__)], "is a file"),
]
for arguments, message in WRONG:
    r = run(broadway, *arguments)
    ok(r.returncode == 2 and message in r.stderr.decode() and r.stderr.count(b"\n") == 1 and r.stdout == b"",
       "wrong use: " + " ".join(arguments), r.returncode, r.stderr.decode())

for arguments in (["-h"], ["code", "-h"]):
    ok(run(broadway, *arguments).stdout.startswith(b"usage: broadway"), " ".join(arguments) + " is --help")

r = subprocess.run([broadway, "--help"], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
ok(r.returncode != 0 or not os.path.exists("/dev/full"), "a full disk is an error")
done()
