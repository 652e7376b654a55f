#!/usr/bin/env bash
# Why: one command has to take a fresh machine to a running SPP. Builds what is
# missing, starts the application on Spin or on the project's host, enters the
# demonstration client and lets its sensors push. See the Makefile for its
# variables. Ctrl-C stops all of it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
data=$(realpath -m "${DATA:-.spin}")
listen=${LISTEN:-127.0.0.1:3000}
url=http://$listen
say() { printf '%s\n' "$*"; }

make --no-print-directory build
# shellcheck source=/dev/null
source .tools/env

# A Spin that runs these components: 4.1 or newer.
fitting() {
    local version
    version=$("$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+' | head -n 1) || return 1
    [ -n "$version" ] && printf '4.1\n%s\n' "$version" | sort -VC
}

# A secret's file: what is given, else what it holds, else something random.
secret() {
    if [ -n "$2" ]; then
        (umask 077 && printf '%s' "$2" >"$1")
    elif [ ! -s "$1" ]; then
        (umask 077 && head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$1")
    fi
    cat "$1"
}

mkdir -p "$data"
token=$data/admin-token
SPIN_VARIABLE_ADMIN_TOKEN=$(secret "$token" "${SPIN_VARIABLE_ADMIN_TOKEN:-}")
SPIN_VARIABLE_TICK_TOKEN=$(secret "$data/tick-token" "${SPIN_VARIABLE_TICK_TOKEN:-}")
SPIN_VARIABLE_MAIL_SECRET=$(secret "$data/mail-secret" "${SPIN_VARIABLE_MAIL_SECRET:-}")
SPIN_VARIABLE_PUBLIC_URL=${SPIN_VARIABLE_PUBLIC_URL:-$url}
export SPIN_VARIABLE_ADMIN_TOKEN SPIN_VARIABLE_TICK_TOKEN SPIN_VARIABLE_MAIL_SECRET SPIN_VARIABLE_PUBLIC_URL

children=()
stop() {
    trap - EXIT INT TERM
    [ ${#children[@]} = 0 ] || kill -TERM "${children[@]}" 2>/dev/null || true
    wait
}
trap stop EXIT
trap 'exit 0' INT TERM

# Whoever looks at the demonstration does not wait for the morning.
if [ "${DEMO:-1}" != 0 ]; then
    export SPIN_VARIABLE_QUIET_HOURS=${SPIN_VARIABLE_QUIET_HOURS:-none}
fi

# Letters go where they are told to, else into a mailbox on this machine.
mailbox=
if [ -z "${SPIN_VARIABLE_MAIL_TRANSPORT:-}" ]; then
    mailbox=${MAILBOX:-127.0.0.1:$((${listen##*:} + 1))}
    export SPIN_VARIABLE_MAIL_TRANSPORT=smtp SPIN_VARIABLE_MAIL_RELAY=$mailbox
    target/native/mailbox --listen "$mailbox" --dir "$data/mail" &
    children+=("$!")
fi

spin=${SPIN:-$(command -v spin || true)}
if [ -n "$spin" ] && fitting "$spin"; then
    say "serving with Spin: $spin"
    "$spin" up --quiet --from spin.toml --listen "$listen" --state-dir "$data" &
    ticking=yes
else
    [ -z "${SPIN:-}" ] || say "$SPIN is not Spin 4.1 or newer"
    say "serving with the project's host (the first start compiles the components)"
    target/native/host --manifest spin.toml --listen "$listen" --state-dir "$data" >/dev/null &
fi
server=$!
children+=("$server")
until curl -sf --max-time 2 "$url/.well-known/spin/health" >/dev/null; do
    kill -0 "$server" 2>/dev/null || { say "the server did not start"; exit 1; }
    read -r -t 0.1 <> <(:) || true
done

if [ -n "${ticking:-}" ]; then
    # Spin has no clock of its own for this: something calls every half minute.
    deploy/tick.sh "$url" "$data/tick-token" &
    children+=("$!")
fi

say ""
say "SPP            $url"
say "API document   $url/api/v1/openapi.json"
say "administrator  Authorization: Bearer \$(cat $token)"
[ -z "$mailbox" ] || say "letters        $data/mail"
if [ "${DEMO:-1}" != 0 ]; then
    secret "$data/demo-password" '' >/dev/null
    target/native/simulator seed --url "$url" --admin-token-file "$token" \
        --password-file "$data/demo-password" --state "$data/demo.json"
    target/native/simulator run --url "$url" --state "$data/demo.json" &
    children+=("$!")
else
    first='{"email": "you@example.org", "name": "You", "role": "administrator", "password": "at least 10 characters"}'
    say "first user     curl $url/api/v1/users -H \"Authorization: Bearer \$(cat $token)\" -d '$first'"
fi
say ""
say "Ctrl-C stops it."
wait "$server"
