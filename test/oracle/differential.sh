#!/usr/bin/env bash
# Differential rounds: random packages through the independent reading of the format and through the product.
# Usage: test/oracle/differential.sh FIRST_SEED LAST_SEED [generator options]
set -euo pipefail
cd "$(dirname "$0")/../.."
first=$1
last=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
for seed in $(seq "$first" "$last"); do
  package="$work/$seed"
  python3 test/oracle/generate.py "$seed" "$package" "$@" >/dev/null
  python3 test/oracle/differential.py "$package" "$work/data-$seed" "$work/expected-$seed" || failed=$((failed + 1))
  rm -rf "$work/data-$seed"
done
echo "$((last - first + 1 - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
