# Versions, and where the tools live. Sourced by the Makefile and by the scripts beside this file.
# Tools go into a cache that every clone shares; one that is on PATH in the right version is used as it is.

TRUNK_VERSION=0.21.14
# Understands what the wasm_split_helpers of the lock file mark (their formats carry a version of their own).
WASM_SPLIT_VERSION=0.2.4
CARGO_DENY_VERSION=0.20.2
CARGO_FUZZ_VERSION=0.13.2
LABEL_STUDIO_VERSION=1.23.2
SCHEMATHESIS_VERSION=4.32.5
# A host page of the tests: see tests/examples/fastapi.
FASTAPI_VERSION=0.165.0
UVICORN_VERSION=0.54.0
# A batch server of somebody else's, which the watcher imports from in the tests.
OGX_VERSION=1.5.0
# The command-line tool refuses any other version than the library's, so the lock file decides.
WASM_BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/batch-curator
TOOLS=$CACHE/tools
LABEL_STUDIO_VENV=$CACHE/label-studio-$LABEL_STUDIO_VERSION
SCHEMATHESIS=$CACHE/schemathesis-$SCHEMATHESIS_VERSION/bin/schemathesis
FASTAPI=$CACHE/fastapi-$FASTAPI_VERSION/bin/uvicorn
OGX=$CACHE/ogx-$OGX_VERSION/bin/ogx
LABEL_STUDIO_TEMPLATE=$CACHE/label-studio-$LABEL_STUDIO_VERSION-template

PATH=$PWD/node_modules/.bin:$TOOLS/trunk-$TRUNK_VERSION/bin:$TOOLS/wasm-split-$WASM_SPLIT_VERSION/bin:$PATH
PATH=$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION/bin:$TOOLS/cargo-deny-$CARGO_DENY_VERSION/bin:$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION/bin:$PATH

first_of() { for name in "$@"; do command -v "$name" 2>/dev/null && return; done; return 0; }
CHROMIUM=${CHROMIUM:-$(first_of chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")}
CHROMEDRIVER=${CHROMEDRIVER:-$(first_of chromedriver)}
FIREFOX=${FIREFOX:-$(first_of firefox firefox-esr "/Applications/Firefox.app/Contents/MacOS/firefox")}

# trunk brings its own tools when it may; here it uses what is on PATH. It also wants NO_COLOR to be a boolean.
export PYTHONDONTWRITEBYTECODE=1 TRUNK_OFFLINE=true TRUNK_SKIP_VERSION_CHECK=true PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
unset NO_COLOR
export PATH CACHE SCHEMATHESIS FASTAPI FIREFOX OGX LABEL_STUDIO_VERSION LABEL_STUDIO_VENV LABEL_STUDIO_TEMPLATE CHROMIUM CHROMEDRIVER
