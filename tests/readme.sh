#!/usr/bin/env bash
# Runs the commands of README.md against a server of their own. The two `make`
# commands are what runs this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
echo "running the commands of README.md"
work=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
# The compiled components are those of the end-to-end tests.
mkdir -p target/e2e-cache "$work/state"
ln -s "$PWD/target/e2e-cache" "$work/state/cache"
DEMO=1 DATA=$work/state LISTEN=127.0.0.1:$port setsid deploy/run.sh >"$work/log" 2>&1 &
run=$!
stop() {
    kill -TERM -- "-$run" 2>/dev/null || true
    wait "$run" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
until grep -q 'Ctrl-C stops it' "$work/log"; do
    kill -0 "$run" 2>/dev/null || { cat "$work/log"; exit 1; }
    read -r -t 0.2 <> <(:) || true
done
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside && !/^make /' README.md |
    sed "s#127.0.0.1:3000#127.0.0.1:$port#; s#\.spin/admin-token#$work/state/admin-token#" >"$work/commands"
bash -euo pipefail "$work/commands" >"$work/answers" || { cat "$work/answers" "$work/log"; exit 1; }
grep -q '"in":12,"out":9' "$work/answers" || { cat "$work/answers"; exit 1; }
grep -q '"complete":true' "$work/answers" || { cat "$work/answers"; exit 1; }
# The curl line that it prints works as printed.
grep -m1 -E '^ *curl .*/push/' "$work/log" >"$work/printed"
bash -euo pipefail "$work/printed" || { cat "$work/log"; exit 1; }
# So do the commands of the demonstration's fault.
DATA=$work/state make --no-print-directory demo-fault >/dev/null
grep -qx spp "$work/state/demo.faults"
DATA=$work/state make --no-print-directory demo-mend >/dev/null
[ ! -s "$work/state/demo.faults" ]
