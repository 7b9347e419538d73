/**
 * Goes into every export: checks it with sh, coreutils and openssl 3, nothing of ours.
 *
 * The chain is cheap for a shell because `prev` is the SHA-256 of the bytes of the line before, and because
 * canonical JSON sorts its names: `"prev":"…","seq":n,` stands in every line as one piece of text. Quotes inside
 * values are escaped and nested fields must not use these names, so that text cannot stand anywhere else.
 *
 * The tree needs few steps: `proof` leads from the last line to the signed root, and the chain fixes all lines before
 * it. Where lines are withheld, the chain has gaps: there a proof (`run-N.proof`) leads from the last line before each
 * gap to the same root. Of checkpoints that were kept while the case ran (`kept-N.note`), `kept-N.proof` shows that
 * their N lines are the beginning of those here; a witness's line in one says that N lines were these at its time, and
 * a time stamp (`kept-N.tsr`) says it of its first five lines. Both kinds of proof follow RFC 9162, section 2.1.
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
# Whatever else an export puts there would be run by sed.
is_number() { case $1 in '' | 0* | *[!0-9]*) return 1 ;; esac; }
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
# Nodes of the tree, as files: above left and right; a climb goes one step further up on the side of the neighbour.
above() {
  { printf '\001'; cat "$1" "$2"; } | openssl dgst -sha256 -binary >"$work/up"
  mv "$work/up" "$3"
}
climb() {
  echo "$1" | openssl base64 -d -A >"$work/other"
  if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$end" ]; then
    above "$work/other" "$work/hash" "$work/hash"
    [ ! -f "$work/old" ] || above "$work/other" "$work/old" "$work/old"
    while [ $((at % 2)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at / 2)) end=$((end / 2)); done
  else above "$work/hash" "$work/other" "$work/hash"; fi
  at=$((at / 2)) end=$((end / 2))
}
base64_of() { openssl base64 -A <"$work/$1"; }
# The proof $1 leads from the line $2, whose number is $3, to the root in checkpoint.
check_line() {
  at=$(($3 - 1)) end=$((count - 1))
  rm -f "$work/old"
  if [ "$3" -eq 0 ]; then at=0 end=0 && : >"$work/leaf"; else printf '\000%s' "$2" >"$work/leaf"; fi
  openssl dgst -sha256 -binary <"$work/leaf" >"$work/hash"
  while read -r other; do climb "$other"; done <"$1"
  [ "$end" -eq 0 ] && [ "$(base64_of hash)" = "$root" ] || fail "the entries do not fit checkpoint"
}
# The proof $1 shows that the $3 lines of the checkpoint $2 are the beginning of the lines here.
check_beginning() {
  at=$(($3 - 1)) end=$((count - 1)) first=$(sed -n 3p "$2")
  if [ "$3" -eq "$count" ]; then
    [ "$first" = "$root" ] || fail "the entries do not fit $2"
    return
  fi
  while [ $((at % 2)) -eq 1 ]; do at=$((at / 2)) end=$((end / 2)); done
  : >"$work/hash"
  {
    if [ "$at" -eq 0 ]; then echo "$first"; else read -r other && echo "$other"; fi |
      openssl base64 -d -A >"$work/hash"
    cp "$work/hash" "$work/old"
    while read -r other; do climb "$other"; done
  } <"$1"
  [ "$end" -eq 0 ] && [ "$(base64_of old)" = "$first" ] && [ "$(base64_of hash)" = "$root" ] ||
    fail "the entries do not fit $2"
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
withheld=0
before=0000000000000000000000000000000000000000000000000000000000000000
last=
line=
: >"$work/ends"
while IFS= read -r line || [ -n "$line" ]; do
  count=$((count + 1))
  case $line in
  '{"leaf":"'*'"}')
    printf '%s\n' "$line" | grep -qxE '[{]"leaf":"[0-9a-f]{64}","withheld":"[0-9a-f]{64}"[}]' ||
      fail "line $count is not entry $count"
    [ -z "$last" ] || printf '%s\n' "$((count - 1))" >>"$work/ends"
    withheld=$((withheld + 1))
    before=\${line#*withheld}
    before=\${before#???}
    before=\${before%??}
    last=
    continue
    ;;
  esac
  case $line in
  *"\"prev\":\"$before\",\"seq\":$count,"*) ;;
  *) fail "line $count is not entry $count or does not follow the line before it" ;;
  esac
  before=$(printf '%s' "$line" | sha256)
  last=$line
done <entries.ndjson

check_note checkpoint
[ "$(sed -n 2p checkpoint)" = "$count" ] || fail "the checkpoint is not about $count entries"
[ "$withheld" -eq 0 ] || [ -n "$last" ] || fail "the last entry is withheld"
root=$(sed -n 3p checkpoint)
check_line proof "$last" "$count"
while read -r run; do check_line "run-$run.proof" "$(sed -n "\${run}p" entries.ndjson)" "$run"; done <"$work/ends"

# Checkpoints that were kept while the case ran, their witnesses and time stamps.
: >"$work/witnesses"
for note in kept-*.note; do
  [ -f "$note" ] || continue
  check_note "$note"
  [ "$(sed -n 1p "$note")" = "$(sed -n 1p checkpoint)" ] || fail "$note is about another log"
  size=$(sed -n 2p "$note")
  is_number "$size" || fail "$note has no size"
  [ "$size" -le "$count" ] || fail "$size entries were signed in $note, $count are here"
  check_beginning "\${note%.note}.proof" "$note" "$size"
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

# Approvals: the registered key signed exactly this statement; a passkey under the request's line, its holder verified.
approvals=0
for statement in approval-*.statement; do
  [ -f "$statement" ] || continue
  one=\${statement%.statement}
  seq=\${one#approval-}
  is_number "$seq" || fail "$one is about no entry"
  line=$(sed -n "\${seq}p" entries.ndjson)
  says() { case $line in *"$1"*) ;; *) fail "$one does not fit entry $seq: $1" ;; esac; }
  print=$(print_of "$one.pem") || fail "$one.pem holds no public key"
  says "\"keyId\":\"$print\""
  says "\"$(openssl base64 -A <"$one.signature")\""
  names='person role unit contentHash'
  [ ! -f "$one.authdata" ] || names='person role verdict request signedAt'
  for name in $names; do
    said=$(sed -n "s/.*\(\"$name\":\"[^\"]*\"\).*/\1/p" "$statement")
    [ -n "$said" ] || fail "$one does not say its $name"
    says "$said"
  done
  # It had not run out when it was given: times of one form, so that their order is that of their letters.
  end=$(sed -n 's/.*"expiresAt":"\([^"]*\)".*/\1/p' "$statement")
  given=$(printf '%s\n' "$line" | sed -n 's/.*"at":"\([^"]*\)".*/\1/p')
  [ -z "$end" ] || printf '%s\n%s\n' "$given" "$end" | sort -c -u 2>/dev/null || fail "$one had run out at entry $seq"
  [ -f "$one.authdata" ] || [ -z "$end" ] || says "\"expiresAt\":\"$end\""
  grep -F -e '"kind":"credential.registered"' -e '"kind":"approver.registered"' entries.ndjson |
    grep -qF -e "\"keyId\":\"$print\"" || fail "the key of $one is not registered in the log"
  if [ -f "$one.authdata" ]; then
    says "\"$(openssl base64 -A <"$one.authdata")\""
    says "\"$(openssl base64 -A <"$one.clientdata")\""
    request=$(cat "$one.request")
    is_number "$request" || fail "$one.request is about no entry"
    sed -n "\${request}p" entries.ndjson | tr -d '\n' | openssl dgst -sha256 -binary >"$work/bound"
    openssl dgst -sha256 -binary <"$statement" >>"$work/bound"
    challenge=$(openssl dgst -sha256 -binary <"$work/bound" | openssl base64 -A | tr '+/' '-_' | tr -d '=')
    grep -qF -e "\"challenge\":\"$challenge\"" "$one.clientdata" || fail "$one signed something else"
    [ $(($(od -An -tu1 -j32 -N1 "$one.authdata") & 5)) -eq 5 ] || fail "the holder of $one was not verified"
    { cat "$one.authdata"; openssl dgst -sha256 -binary <"$one.clientdata"; } >"$work/text"
  else
    cat "$statement" >"$work/text"
  fi
  if openssl pkey -pubin -in "$one.pem" -noout -text | grep -qi ed25519; then
    signed "$work/text" "$one.signature" "$one.pem" || fail "the signature of $one does not fit"
  else
    openssl dgst -sha256 -verify "$one.pem" -signature "$one.signature" "$work/text" >/dev/null 2>&1 ||
      fail "the signature of $one does not fit"
  fi
  approvals=$((approvals + 1))
done
[ "$approvals" -eq 0 ] || echo "approvals: $approvals, each signed by its registered key"
[ $# -eq 0 ] || shift
for expected in "$@"; do
  grep -qxF -e "$expected" "$work/witnesses" || fail "no checkpoint carries a line of the witness $expected"
done
[ "$withheld" -eq 0 ] || echo "withheld: of $withheld entries only the hashes are here"
echo "VERIFIED: $count entries, unbroken and signed; last entry $before"
`.replaceAll('\\${', '${')
