cd /tmp/one
. /work/main/.tools/env
export CARGO_TARGET_DIR=/tmp/one-target
set -e
cargo build --quiet --profile portal --target wasm32-unknown-unknown -p portal --bin pages
cargo build --quiet --profile native -p portal-build
NAMES=$NAMES /tmp/one-target/native/portal-build || true
ls -la static/dist/assets/*pages*wasm* static/dist/assets/*pages*js.br | awk '{print $5,$9}'
