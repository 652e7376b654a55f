#!/usr/bin/env bash
# Why: a fresh machine has to be able to build SPP with one command. This script
# finds or installs what that takes (a C compiler, Rust with the WebAssembly
# targets) and writes .tools/env, which puts the chosen toolchain first in PATH for
# everything else. It does nothing, silently, when all of it is there.
#
#   deploy/setup.sh [--portal] [--lint] [--browser]
#   --portal    also Node.js, and the packages that the portal is made with
#   --lint      also the linters
#   --browser   also a browser, and the packages of the tests in it
#   SETUP_TOOLCHAIN=debian   do not ask rustup, use Debian's Rust at once
set -euo pipefail

rust_min=1.95.0
targets=(wasm32-wasip2 wasm32-unknown-unknown)
debian_packages=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy
    rustfmt-web wasi-libc lld-22)
machete=0.9.2
deny=0.20.2
node_min=18

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
tools=$root/.tools
log=$tools/setup.log
: "${HOME:=$(cd ~ && pwd)}"
export HOME
cargo_bin=${CARGO_HOME:-$HOME/.cargo}/bin
mkdir -p "$tools/bin"

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
# Runs a command with its output in the log, shown only if the command fails.
logged() {
    "$@" >"$log" 2>&1 </dev/null || {
        tail -n 30 "$log" >&2
        return 1
    }
}
# Is version $1 at least $2?
at_least() { printf '%s\n%s\n' "$2" "$1" | sort -VC; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ] && [ -z "${CI:-}" ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    command -v apt-get >/dev/null || fail "please install: $*"
    say "installing $*"
    # A list that cannot be refreshed is no reason to stop: the install decides.
    logged as_root apt-get -q update || say "package lists could not be refreshed"
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold \
        install --no-install-recommends "$@" || fail "apt-get could not install $*"
}

base() {
    local missing=()
    command -v cc >/dev/null || missing+=(gcc libc6-dev)
    command -v make >/dev/null || missing+=(make)
    command -v curl >/dev/null || missing+=(curl ca-certificates)
    [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# Writes .tools/env for one of three toolchains: path (what PATH has), pinned
# (rustup's $rust_min), debian. It is remembered there, so the next run asks no more.
choose() {
    local first=$tools/bin more=''
    case $1 in
    path) ;;
    pinned) more="export RUSTUP_TOOLCHAIN=$rust_min" ;;
    debian)
        first=$tools/debian:$first
        # Debian's Rust comes without the linker that it would take for the browser.
        more='unset RUSTUP_TOOLCHAIN RUSTC RUSTDOC
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld'
        ;;
    *) fail "SETUP_TOOLCHAIN is path, pinned or debian, not $1" ;;
    esac
    # rustup's directory is last, for a shell that does not know it; CARGO_TARGET_DIR
    # because spin.toml names the files in target/.
    cat >"$tools/env.$$" <<END
# Written by deploy/setup.sh, sourced by all that builds. Remove it to choose anew.
export SETUP_TOOLCHAIN=$1
export PATH=$(printf %q "$first"):"\$PATH":$(printf %q "$cargo_bin")
export CARGO_TARGET_DIR=$(printf %q "$root/target")
$more
END
    if cmp -s "$tools/env.$$" "$tools/env"; then
        rm "$tools/env.$$"
    else
        mv "$tools/env.$$" "$tools/env"
    fi
}

rust_version() { rustc --version 2>/dev/null | cut -d ' ' -f 2; }

# Where the chosen toolchain keeps the standard library of target $1.
std_of() { printf '%s/lib/rustlib/%s' "$(rustc --print sysroot)" "$1"; }

# Is the chosen Rust new enough, and whole? (A subshell: nothing of it stays.)
complete() (
    # shellcheck source=/dev/null
    . "$tools/env"
    if [ "$SETUP_TOOLCHAIN" = debian ]; then
        for program in cargo rustc wasm-ld; do [ -x "$tools/debian/$program" ] || return 1; done
    fi
    at_least "$(rust_version)" $rust_min || return 1
    for target in "${targets[@]}"; do
        dir=$(std_of "$target")
        compgen -G "$dir/lib/libstd-*.rlib" >/dev/null || return 1
        # A library that this script built is good for one compiler only.
        [ ! -f "$dir/built-by" ] || [ "$(cat "$dir/built-by")" = "$(rustc --version)" ] || return 1
    done
    cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1
)

by_rustup() {
    # shellcheck source=/dev/null
    . "$tools/env"
    command -v rustup >/dev/null || return 1
    if ! at_least "$(rust_version)" $rust_min; then
        choose pinned
        export RUSTUP_TOOLCHAIN=$rust_min
        rustup run $rust_min rustc --version >/dev/null 2>&1 || {
            say "installing Rust $rust_min with rustup"
            logged timeout 600 rustup toolchain install --profile minimal $rust_min || return 1
        }
        if complete; then return; fi
    fi
    say "adding ${targets[*]}, clippy and rustfmt with rustup"
    logged timeout 180 rustup target add "${targets[@]}" &&
        logged timeout 180 rustup component add clippy rustfmt &&
        complete
}

# Debian has Rust for its browsers, kept up to date, but no standard library for
# WebAssembly: that is built once from Debian's sources and put beside the others.
by_debian() {
    local package missing=() program work target dir
    for package in "${debian_packages[@]}"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"

    rm -rf "$tools/debian"
    mkdir -p "$tools/debian"
    for program in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
        ln -s "/usr/bin/$program" "$tools/debian/$program"
    done
    ln -s /usr/bin/wasm-ld-22 "$tools/debian/wasm-ld"
    choose debian
    # shellcheck source=/dev/null
    . "$tools/env"
    at_least "$(rust_version)" $rust_min ||
        fail "Debian's $(rustc --version) is older than $rust_min; please enable its security updates"
    if complete; then return; fi

    say "building Rust's standard library for ${targets[*]} (two minutes)"
    work=$(mktemp -d)
    mkdir "$work/src"
    touch "$work/src/lib.rs"
    printf '[package]\nname = "empty"\nedition = "2024"\n' >"$work/Cargo.toml"
    # embed-bitcode: lto = true looks for bitcode in the libraries, too.
    (
        cd "$work"
        export RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target
        logged cargo build --release -Zbuild-std=std,panic_abort "${targets[@]/#/--target=}"
    ) || fail "the standard library could not be built"
    for target in "${targets[@]}"; do
        mkdir -p "$work/new/lib/self-contained"
        cp "$work/target/$target"/release/deps/*.rlib "$work/new/lib"
        rm -f "$work/new/lib"/libempty-*
        [ "$target" != wasm32-wasip2 ] ||
            cp /usr/lib/wasm32-wasi/{libc.a,crt1-command.o,crt1-reactor.o} "$work/new/lib/self-contained"
        rustc --version >"$work/new/built-by"
        dir=$(std_of "$target")
        as_root rm -rf "$dir"
        as_root cp -R "$work/new" "$dir"
        as_root chmod -R a+rX "$dir"
        rm -rf "$work/new"
    done
    rm -rf "$work"
    complete
}

rust() {
    if [ -z "${SETUP_TOOLCHAIN:-}" ] && [ -f "$tools/env" ]; then
        SETUP_TOOLCHAIN=$(sed -n 's/^export SETUP_TOOLCHAIN=//p' "$tools/env")
    fi
    choose "${SETUP_TOOLCHAIN:=path}"
    if complete; then return; fi
    if [ "$SETUP_TOOLCHAIN" != debian ] && by_rustup; then return; fi
    by_debian || fail "Rust $rust_min with ${targets[*]} was not found and could not be installed; rustup.rs has it"
}

# A linter is there for its findings, not for its speed: no optimisation.
linter() {
    command -v "$1" >/dev/null && return
    say "building $1 $2"
    CARGO_TARGET_DIR=$tools/build CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        logged cargo install --quiet --locked --root "$tools" "$1@$2" || fail "$1 could not be built"
    rm -rf "$tools/build"
}

node() {
    local major
    # Asked anew each time, since Node.js is the machine's, not ours.
    major=$(command node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
    if [ "${major:-0}" -ge $node_min ] && command -v npm >/dev/null; then return; fi
    install_packages nodejs npm
    major=$(command node --version | sed -n 's/^v\([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge $node_min ] || fail "Node.js $(command node --version) is older than $node_min; please install a newer one"
}

# Installs what package-lock.json of folder $1 names, unless it is there already.
packages() {
    local lock=$root/$1/package-lock.json done=$root/$1/node_modules/.locked-by
    local sum
    [ -f "$lock" ] || return 0
    sum=$(sha256sum "$lock" | cut -d ' ' -f 1)
    if [ -f "$done" ] && [ "$(cat "$done")" = "$sum" ]; then return; fi
    node
    say "installing the packages of $1"
    logged npm --prefix "$root/$1" ci --no-audit --no-fund || fail "npm could not install the packages of $1"
    echo "$sum" >"$done"
}

browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return; fi
    done
    install_packages chromium
}

base
rust
for option in "$@"; do
    case $option in
    --portal)
        node
        packages static
        ;;
    --lint)
        # shellcheck source=/dev/null
        . "$tools/env"
        linter cargo-machete $machete
        linter cargo-deny $deny
        ;;
    --browser)
        browser
        node
        packages tests/browser
        ;;
    *) fail "there is no option $option" ;;
    esac
done
