/** Goes into every export: checks it with sha256sum, openssl and a shell, nothing of ours. */
export const verifyScript = String.raw`#!/bin/sh
# Verifies this evidence export. Needs sh, sed, sha256sum and openssl 3; run it in this folder.
# Usage: sh verify.sh [FINGERPRINT]   the key's fingerprint, received on another way than this export
set -u
fail() { echo "NOT VERIFIED: $1"; exit 1; }

fingerprint=$(openssl pkey -pubin -in key.pem -outform DER 2>/dev/null | sha256sum | cut -d' ' -f1)
echo "signing key: $fingerprint"
[ $# -eq 0 ] || [ "$1" = "$fingerprint" ] || fail "the key is not the one you expect"
[ $# -gt 0 ] || echo "  compare it with the fingerprint you were given on another way"

openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig >/dev/null 2>&1 ||
  fail "the signature does not fit SHA256SUMS"
sha256sum --check --quiet --strict SHA256SUMS >/dev/null 2>&1 || fail "a file does not fit SHA256SUMS"

count=0
before=0000000000000000000000000000000000000000000000000000000000000000
while IFS= read -r line || [ -n "$line" ]; do
  count=$((count + 1))
  seq=$(printf '%s' "$line" | sed -n 's/.*"seq":\([0-9]*\).*/\1/p')
  prev=$(printf '%s' "$line" | sed -n 's/.*"prev":"\([0-9a-f]*\)".*/\1/p')
  [ "$seq" = "$count" ] || fail "line $count carries the number $seq"
  [ "$prev" = "$before" ] || fail "line $count does not follow the line before it"
  before=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
done < entries.ndjson

signed=$(sed -n 2p checkpoint)
[ "$signed" = "$count" ] || fail "$signed entries were signed, $count are here"
echo "VERIFIED: $count entries, unbroken and signed; last entry $before"
`
