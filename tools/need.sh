# need.sh - sourced by ./try and ./check: installs the Debian packages that are missing.
#
#   need PACKAGE…   says what it installs; asks first when a person is at the terminal; fails with the
#                   command to run by hand when it may not install.

need()
{
    local missing=() p
    for p in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
    done
    [ ${#missing[@]} -eq 0 ] && return 0

    echo "Broadway needs these Debian packages: ${missing[*]}" >&2
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Not root, and no sudo here. As root, run: apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    if [ -t 0 ] && [ -t 2 ]; then
        local answer
        read -r -p "Install them now with apt-get? [Y/n] " answer
        case "$answer" in
        "" | [Yy]*) ;;
        *) echo "Nothing was installed." >&2; return 1 ;;
        esac
    fi
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        echo "apt-get could not install them; the whole log is $log" >&2
        return 1
    fi
    rm -f "$log"
    echo "Installed." >&2
}

build_packages=(gcc libc6-dev meson ninja-build pkg-config libjson-c-dev libxxhash-dev zlib1g-dev libzstd-dev libuchardet-dev libsqlite3-dev)
