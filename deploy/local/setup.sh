#!/bin/sh
# Brings a bare machine to where this project runs: uv, the locked packages, the distribution's
# packages. Usage: setup.sh run | test | faults | bench. Each step says what it does and does nothing the second time.
set -eu
cd "$(dirname "$0")/../.."

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

# install WHY COMMAND PACKAGE...: what only the distribution has. COMMAND is what it is needed for: on
# a machine without apt nothing is asked of whoever has that already; else what is missing is named.
install() {
    why=$1 command=$2
    shift 2
    if ! command -v apt-get >/dev/null; then
        command -v "$command" >/dev/null && return 0
        say "Missing: $command. Install it yourself, or go on without ($why). With apt it would be: $*"
        return 1
    fi
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing$missing ($why)"
    # shellcheck disable=SC2086 # a list of names
    if as_root apt-get update -qq \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2; then
        return 0
    fi
    say "Could not install$missing. Ask an administrator to, or go on without ($why)."
    return 1
}

# smtp-sink and smtp-source of Postfix, unpacked and not installed: no mail server is started or replaced.
unpack_postfix() {
    [ -x .tools/postfix/usr/sbin/smtp-source ] || command -v smtp-source >/dev/null || [ -x /usr/sbin/smtp-source ] && return 0
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    say "Getting smtp-sink and smtp-source, with which mails are measured"
    mkdir -p .tools/postfix
    (
        cd .tools/postfix
        apt-get download -qq postfix >/dev/null 2>&1 \
            || { as_root apt-get update -qq && apt-get download -qq postfix >/dev/null 2>&1; }
        dpkg-deb -x postfix_*.deb . && rm -f postfix_*.deb
        LD_LIBRARY_PATH=usr/lib/postfix ldd usr/sbin/smtp-source | grep -q 'not found' && rm -r usr/sbin
        [ -x usr/sbin/smtp-source ]
    )
}

find_uv() {
    if [ -x .tools/bin/uv ]; then echo .tools/bin/uv; else command -v uv || true; fi
}

python=$(command -v python3 || true)
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Python 3.11 or newer is needed; install python3 from your distribution."
    exit 1
fi

if [ -z "$(find_uv)" ]; then
    say "Getting uv, which installs the locked packages"
    "$python" -m pip --version >/dev/null 2>&1 || install "to get uv" pip python3-pip || exit 1
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --target .tools "uv>=0.9,<1"
fi
uv=$(find_uv)
# The machine's own certificates, which a company's network may need; uv and npm bring others.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=1 NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}"
fi
[ -d .venv ] || say "Installing the locked packages into .venv"
UV_PYTHON_DOWNLOADS=never "$uv" sync --quiet --locked --python "$python"

ln -sf ../../deploy/local/schakel .venv/bin/schakel

install "agreements as PDF; without it they come as DOCX only" soffice \
    libreoffice-writer-nogui fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea || true

if [ "${1:-run}" = test ]; then
    install "the journeys through the portal, and reading PDF text" chromium chromium poppler-utils || exit 1
fi

case "${1:-run}" in test | faults)
    install "clocks of workers that disagree" faketime libfaketime || exit 1
    ;;
esac

if [ "${1:-run}" = bench ]; then
    unpack_postfix || say "Postfix is not to be had here; mails can't be measured (ONLY=contracts or documents can)."
fi

# Debian's starts by itself at port 25 once it is installed; nobody asked for that one.
no_service() {
    [ ! -e /usr/sbin/policy-rc.d ] || { "$@"; return; }
    as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d' || return 1
    came=0
    "$@" || came=1
    as_root rm /usr/sbin/policy-rc.d
    return $came
}

if [ "${1:-run}" = postfix ]; then
    export PATH="$PATH:/usr/sbin:/sbin"
    command -v postfix >/dev/null || echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections 2>/dev/null || true
    no_service install "to send through a real mail server" postfix postfix || exit 1
fi

.venv/bin/python -m deploy.local.assets
