"""A few lines of TAP, and running the program."""
import subprocess
import sys

_n = 0
_failed = False


def ok(good, what, *notes):
    global _n, _failed
    _n += 1
    _failed |= not good
    print(("ok" if good else "not ok"), _n, "-", what)
    if not good:
        for note in notes:
            for line in str(note).splitlines()[:20]:
                print("#", line[:400])
    sys.stdout.flush()
    return good


def skip(what, why):
    global _n
    _n += 1
    print("ok", _n, "-", what, "# SKIP", why)


def skip_all(why):
    print("1..0 # SKIP", why)
    sys.exit(0)


def done():
    print(f"1..{_n}")
    sys.exit(_failed)


def run(*command, stdin=b"", **more):
    """The finished process, output as bytes."""
    return subprocess.run([str(c) for c in command], input=stdin, capture_output=True, **more)
