#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the container: it installs Deno and fetches the grader's packages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

python3 -m pip --version > /dev/null 2>&1 || apt-get install --yes --no-install-recommends python3-pip
# The sandbox around each solution, in addition to Deno's permissions. Where the container forbids it, the grader does
# without.
command -v bwrap > /dev/null || apt-get install --yes --no-install-recommends bubblewrap || true

python3 -m pip install --quiet --upgrade --target .deno "$(grep -o 'deno==[0-9.]*' pyproject.toml)"
export DENO_DIR="$PWD/.deno/cache"
.deno/bin/deno cache --quiet grading/gradescope/autograde.ts grading/class/*_process.ts
