#!/usr/bin/env bash
# Checks the invariants of ARCHITECTURE.md that a command can check.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failed=0
broken() {
    printf 'broken invariant: %s\n' "$1" >&2
    failed=1
}

# The pure crates know no Spin, no database and no clock.
for crate in calendar counts formats incident mail quality restoration; do
    tree=$(cargo tree --quiet --edges normal --prefix none --package "spp-$crate")
    if grep -qE '^(spin-sdk|rusqlite|spp-store|spp-web) ' <<<"$tree"; then
        broken "shared/$crate depends on the outside"
    fi
    if grep -rnE 'Utc::now|SystemTime|Instant::now|getrandom' "shared/$crate/src"; then
        broken "shared/$crate reads a clock or randomness"
    fi
done

# All SQL stands in shared/store.
if grep -rnE '"[^"]*(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM) ' functions/*/src shared/{calendar,counts,formats,incident,mail,quality,restoration,web}/src; then
    broken "SQL outside of shared/store"
fi

# A trap on input kills the neighbours' requests.
if grep -rnE '\.(unwrap|expect)\(' functions/*/src --include='*.rs' | grep -vE '/tests(\.rs|/)|#\[cfg\(test\)\]' |
    while IFS=: read -r file line _; do
        # Test modules stand at the end of their files.
        start=$(grep -n '#\[cfg(test)\]' "$file" | head -n 1 | cut -d: -f1)
        [ -n "$start" ] && [ "$line" -gt "$start" ] || echo "$file:$line"
    done | grep .; then
    broken "a handler may trap"
fi
exit $failed
