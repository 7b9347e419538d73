/**
 * Goes beside every receipt: checks it and the data with sh, coreutils and openssl 3, nothing of ours. A
 * repository's content is checked by stock restic, which the script only names.
 */
export const receiptScript = String.raw`#!/bin/sh
# Verifies this receipt and the files beside it. Needs sh, coreutils and openssl 3; run it in this folder.
# Usage: sh verify.sh [FINGERPRINT]   the key's fingerprint, received on another way than this folder
set -u
LC_ALL=C
export LC_ALL
fail() { echo "NOT VERIFIED: $1"; exit 1; }
work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
signed() { openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in "$1" -sigfile "$2" >/dev/null 2>&1; }
digest() { sha256sum <"$1" | cut -d' ' -f1; }
says() { grep -qF -e "$1" receipt.json; }

openssl pkey -pubin -in key.pem -outform DER >"$work/der" 2>/dev/null || fail "key.pem holds no public key"
fingerprint=$(digest "$work/der")
echo "signing key: $fingerprint"
if [ $# -eq 0 ]; then echo "  compare it with the fingerprint you were given on another way"
else [ "$1" = "$fingerprint" ] || fail "the key is not the one you expect"; fi

signed SHA256SUMS SHA256SUMS.sig || fail "the signature does not fit SHA256SUMS"
sha256sum -c SHA256SUMS >/dev/null 2>&1 || fail "a file is missing or does not fit SHA256SUMS"
for file in * .[!.]*; do
  case $file in SHA256SUMS | SHA256SUMS.sig | '.[!.]*') continue ;; esac
  cut -c67- SHA256SUMS | grep -qxF -e "$file" || fail "$file is not part of the receipt"
done
says "\"manifestDigest\":\"$(digest manifest.ndjson)\"" || fail "the manifest is not the one of the receipt"
says "\"older\":{\"count\":$(wc -l <older.ndjson | tr -d ' '),\"digest\":\"$(digest older.ndjson)\"" || fail "the list of older files is not the one of the receipt"
says "\"missing\":{\"count\":$(wc -l <missing.ndjson | tr -d ' '),\"digest\":\"$(digest missing.ndjson)\"" || fail "the list of missing files is not the one of the receipt"

# The release is in the evidence log: its line leads up to the signed root.
head -n 3 checkpoint >"$work/body"
tail -n 1 checkpoint | sed 's/.* //' | openssl base64 -d -A | tail -c 64 >"$work/signature"
signed "$work/body" "$work/signature" || fail "the signature does not fit the checkpoint"
says "\"root\":\"$(sed -n 3p checkpoint)\",\"size\":$(sed -n 2p checkpoint)}" || fail "the checkpoint is not the one of the receipt"
grep -qF "\"manifestDigest\":\"$(digest manifest.ndjson)\"" release.json || fail "the release is about other files"
{ printf '\000'; cat release.json; } | openssl dgst -sha256 -binary >"$work/hash"
while read -r left; do
  { printf '\001'; echo "$left" | openssl base64 -d -A; cat "$work/hash"; } | openssl dgst -sha256 -binary >"$work/up"
  mv "$work/up" "$work/hash"
done <proof
[ "$(openssl base64 -A <"$work/hash")" = "$(sed -n 3p checkpoint)" ] || fail "the release is not in the signed log"
echo "RECEIPT VERIFIED: signed, and its release is entry $(sed -n 2p checkpoint) of the signed log"

if [ -f files.sha256 ]; then
  says "\"sumsDigest\":\"$(digest files.sha256)\"" || fail "files.sha256 is not the one of the receipt"
  if [ -s files.sha256 ]; then (cd .. && sha256sum -c --quiet receipt/files.sha256) || fail "files are missing or differ"; fi
  echo "FILES VERIFIED: $(wc -l <files.sha256 | tr -d ' ')"
elif [ -f ../files.tar ]; then
  says "\"sha256\":\"$(digest ../files.tar)\"" || fail "files.tar is not the one of the receipt"
  echo "ARCHIVE VERIFIED: files.tar"
else
  echo "The repository is checked by: restic -r ../repository check --read-data"
fi
`
