/**
 * Goes into every export: checks it with sh, coreutils and openssl 3, nothing of ours.
 *
 * The chain is cheap for a shell because `prev` is the SHA-256 of the bytes of the line before, and because
 * canonical JSON sorts its names: `"prev":"…","seq":n,` stands in every line as one piece of text. Quotes inside
 * values are escaped and nested fields must not use these names, so that text cannot stand anywhere else.
 *
 * The tree needs few steps: `proof` leads from the last line to the signed root, and all its hashes are left
 * neighbours, because the last leaf has no others. The chain fixes all lines before the last one. Checkpoints that were
 * kept while the case ran (`kept-N.note`) lead in the same way from line N to the root of N lines; a witness's line in
 * one says that N lines were these at its time, and a time stamp (`kept-N.tsr`) says it of its first five lines.
 * `\${` stands for the shell's braces, which a template would take for its own.
 */
export const verifyScript = String.raw`#!/bin/sh
# Verifies this evidence export. Needs sh, coreutils and openssl 3; run it in this folder.
# Usage: sh verify.sh [FINGERPRINT [NAME=FINGERPRINT ...]]
# The key's fingerprint and those of witnesses that must have signed, received on another way than this export.
set -u
LC_ALL=C
export LC_ALL
fail() { echo "NOT VERIFIED: $1"; exit 1; }
work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
signed() { openssl pkeyutl -verify -pubin -inkey "\${3:-key.pem}" -rawin -in "$1" -sigfile "$2" >/dev/null 2>&1; }
sha256() { sha256sum | cut -d' ' -f1; }
print_of() {
  openssl pkey -pubin -in "$1" -outform DER >"$work/der" 2>/dev/null || return 1
  sha256 <"$work/der"
}
# A checkpoint: a signed note, whose fifth line ends with the 64 bytes of our signature.
check_note() {
  head -n 3 "$1" >"$work/body"
  sed -n 5p "$1" | sed 's/.* //' | openssl base64 -d -A | tail -c 64 >"$work/signature"
  signed "$work/body" "$work/signature" || fail "the signature does not fit $1"
}
# The tree: $1 leads from the line $3, whose number is $4, to the root in $2.
check_tree() {
  if [ "$4" -eq 0 ]; then : >"$work/leaf"; else printf '\000%s' "$3" >"$work/leaf"; fi
  openssl dgst -sha256 -binary <"$work/leaf" >"$work/hash"
  while read -r left; do
    { printf '\001'; echo "$left" | openssl base64 -d -A; cat "$work/hash"; } | openssl dgst -sha256 -binary >"$work/up"
    mv "$work/up" "$work/hash"
  done <"$1"
  [ "$(openssl base64 -A <"$work/hash")" = "$(sed -n 3p "$2")" ] || fail "the entries do not fit $2"
}

fingerprint=$(print_of key.pem) || fail "key.pem holds no public key"
echo "signing key: $fingerprint"
if [ $# -eq 0 ]; then echo "  compare it with the fingerprint you were given on another way"
else [ "$1" = "$fingerprint" ] || fail "the key is not the one you expect"; fi

signed SHA256SUMS SHA256SUMS.sig || fail "the signature does not fit SHA256SUMS"
sha256sum -c SHA256SUMS >/dev/null 2>&1 || fail "a file is missing or does not fit SHA256SUMS"
for file in * .[!.]*; do
  case $file in
  SHA256SUMS | SHA256SUMS.sig | '.[!.]*') continue ;;
  *[!A-Za-z0-9._-]*) fail "a file has a name that no export has" ;;
  esac
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

check_note checkpoint
[ "$(sed -n 2p checkpoint)" = "$count" ] || fail "the checkpoint is not about $count entries"
check_tree proof checkpoint "\${last-}" $count

# Checkpoints that were kept while the case ran, their witnesses and time stamps.
: >"$work/witnesses"
for note in kept-*.note; do
  [ -f "$note" ] || continue
  check_note "$note"
  [ "$(sed -n 1p "$note")" = "$(sed -n 1p checkpoint)" ] || fail "$note is about another log"
  size=$(sed -n 2p "$note")
  case $size in '' | *[!0-9]*) fail "$note has no size" ;; esac
  [ "$size" -le "$count" ] || fail "$size entries were signed in $note, $count are here"
  check_tree "\${note%.note}.proof" "$note" "$(sed -n "\${size}p" entries.ndjson)" "$size"
  for key in witness-*.pem; do
    name=\${key#witness-}
    name=\${name%.pem}
    grep -F -e "— $name " "$note" | head -n 1 | sed 's/.* //' | openssl base64 -d -A >"$work/line"
    [ "$(wc -c <"$work/line")" -eq 76 ] || continue
    time=0
    for byte in $(head -c 12 "$work/line" | tail -c 8 | od -An -tu1); do time=$((time * 256 + byte)); done
    { printf 'cosignature/v1\ntime %s\n' "$time"; cat "$work/body"; } >"$work/text"
    tail -c 64 "$work/line" >"$work/signature"
    signed "$work/text" "$work/signature" "$key" || fail "the line of $name does not fit $note"
    print=$(print_of "$key") || fail "$key holds no public key"
    echo "$name=$print" >>"$work/witnesses"
    echo "witness $name ($print) saw $size entries at unix time $time"
  done
  [ -f "\${note%.note}.tsr" ] || continue
  head -n 5 "$note" >"$work/stamped"
  openssl ts -verify -in "\${note%.note}.tsr" -data "$work/stamped" -CAfile authority.pem >/dev/null 2>&1 ||
    fail "the time stamp does not fit $note"
  at=$(openssl ts -reply -in "\${note%.note}.tsr" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
  echo "stamped: $size entries at $at by an authority below authority.pem"
done
[ $# -eq 0 ] || shift
for expected in "$@"; do
  grep -qxF -e "$expected" "$work/witnesses" || fail "no checkpoint carries a line of the witness $expected"
done
echo "VERIFIED: $count entries, unbroken and signed; last entry $before"
`.replaceAll('\\${', '${')
