/**
 * Goes into every export: checks it with sh, coreutils and openssl 3, nothing of ours.
 *
 * The chain is cheap for a shell because `prev` is the SHA-256 of the bytes of the line before, and because
 * canonical JSON sorts its names: `"prev":"…","seq":n,` stands in every line as one piece of text. Quotes inside
 * values are escaped and nested fields must not use these names, so that text cannot stand anywhere else.
 *
 * The tree needs few steps: `proof` leads from the last line to the signed root, and all its hashes are left
 * neighbours, because the last leaf has no others. The chain fixes all lines before the last one.
 */
export const verifyScript = String.raw`#!/bin/sh
# Verifies this evidence export. Needs sh, coreutils and openssl 3; run it in this folder.
# Usage: sh verify.sh [FINGERPRINT]   the key's fingerprint, received on another way than this export
set -u
LC_ALL=C
export LC_ALL
fail() { echo "NOT VERIFIED: $1"; exit 1; }
work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
signed() { openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in "$1" -sigfile "$2" >/dev/null 2>&1; }
sha256() { sha256sum | cut -d' ' -f1; }

openssl pkey -pubin -in key.pem -outform DER >"$work/der" 2>/dev/null || fail "key.pem holds no public key"
fingerprint=$(sha256 <"$work/der")
echo "signing key: $fingerprint"
if [ $# -eq 0 ]; then echo "  compare it with the fingerprint you were given on another way"
else [ "$1" = "$fingerprint" ] || fail "the key is not the one you expect"; fi

signed SHA256SUMS SHA256SUMS.sig || fail "the signature does not fit SHA256SUMS"
sha256sum -c SHA256SUMS >/dev/null 2>&1 || fail "a file is missing or does not fit SHA256SUMS"
for file in * .[!.]*; do
  case $file in SHA256SUMS | SHA256SUMS.sig | '.[!.]*') continue ;; esac
  cut -c67- SHA256SUMS | grep -qxF -e "$file" || fail "$file is not part of the export"
done

count=0
before=0000000000000000000000000000000000000000000000000000000000000000
line=
while IFS= read -r line || [ -n "$line" ]; do
  count=$((count + 1))
  case $line in
  *"\"prev\":\"$before\",\"seq\":$count,"*) ;;
  *) fail "line $count is not entry $count or does not follow the line before it" ;;
  esac
  before=$(printf '%s' "$line" | sha256)
  last=$line
done <entries.ndjson

# The checkpoint: a signed note, whose signature is the last 64 bytes of its last line.
head -n 3 checkpoint >"$work/body"
tail -n 1 checkpoint | sed 's/.* //' | openssl base64 -d -A | tail -c 64 >"$work/signature"
signed "$work/body" "$work/signature" || fail "the signature does not fit the checkpoint"
[ "$(sed -n 2p checkpoint)" = "$count" ] || fail "the checkpoint is not about $count entries"
if [ $count -eq 0 ]; then : >"$work/leaf"; else printf '\000%s' "$last" >"$work/leaf"; fi
openssl dgst -sha256 -binary <"$work/leaf" >"$work/hash"
while read -r left; do
  { printf '\001'; echo "$left" | openssl base64 -d -A; cat "$work/hash"; } | openssl dgst -sha256 -binary >"$work/up"
  mv "$work/up" "$work/hash"
done <proof
[ "$(openssl base64 -A <"$work/hash")" = "$(sed -n 3p checkpoint)" ] || fail "the entries do not fit the checkpoint"
echo "VERIFIED: $count entries, unbroken and signed; last entry $before"
`
