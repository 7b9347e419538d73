/**
 * Goes beside the letters: checks one of them with sh, coreutils and openssl 3, nothing of ours. The content of the letter
 * has the hash of its line; the line leads up to the root that both signed (RFC 9162, 2.1.3.2), or the signature is over
 * the letter alone; each signature is by the key whose fingerprint is shown. Texts of people stand in canonical JSON, where
 * a quote inside a value is escaped: what is looked for cannot stand anywhere else. `\${` stands for the shell's braces.
 */
export const verifyLetterScript = String.raw`#!/bin/sh
# Verifies that two people signed a letter. Needs sh, coreutils and openssl 3.
# Usage: sh verify-letter.sh LETTER.json LETTER.proof [FINGERPRINT ...]
# The fingerprints of the signers' keys, received on another way than the letter.
# A PDF shows the beginning of the content's SHA-256 at the foot of each page: compare it with what is printed here.
set -u
LC_ALL=C
export LC_ALL
# Names come from the proof: nothing in them moves a terminal.
say() { printf '%s' "$1" | tr -d '\000-\037\177'; echo; }
fail() { say "NOT VERIFIED: $1"; exit 1; }
[ $# -ge 2 ] || fail "usage: sh verify-letter.sh LETTER.json LETTER.proof [FINGERPRINT ...]"
content=$1 proof=$2
shift 2
[ -f "$content" ] && [ -f "$proof" ] || fail "there is no such file"
work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
bytes() { openssl base64 -d -A; }
sha256() { openssl dgst -sha256 -binary; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
# Whatever else a proof puts there would be calculated.
is_number() { case $1 in 0) ;; '' | 0* | *[!0-9]* | ???????*) return 1 ;; esac; }
above() {
  { printf '\001'; cat "$1" "$2"; } | sha256 >"$work/up"
  mv "$work/up" "$work/hash"
}

hash=$(sha256 <"$content" | hex)
[ "$(sed -n 1p "$proof")" = "anlauf-letter-proof/1" ] || fail "this is no proof of a letter"
line=$(sed -n 2p "$proof")
case $line in "letter $hash "?*) ;; *) fail "the proof is about another content than $content" ;; esac
line=\${line#letter }
tenant=\${line#* }
say "letter to $tenant, SHA-256 of its content $hash"

root= at= end= role= print= person= head= law= findings=
# One signature is complete when the next one begins, or at the end.
finish() {
  [ -n "$role" ] || return 0
  for part in key statement signature; do [ -s "$work/$part" ] || fail "a signature of $person has no $part"; done
  [ "$(openssl pkey -pubin -in "$work/key" -outform DER 2>/dev/null | sha256 | hex)" = "$print" ] ||
    fail "the key of $person has another fingerprint"
  for said in "\"person\":\"$person\"" "\"role\":\"$role\"" '"verdict":"approve"'; do
    grep -qF -e "$said" "$work/statement" || fail "$person signed something else: $said"
  done
  if [ -n "$head" ]; then
    [ -n "$root" ] || fail "no way leads from the letter to what $person signed"
    grep -qF -e "\"contentHash\":\"$root\"" "$work/statement" || fail "$person signed other letters"
    grep -qF -e '"subject":{"kind":"letters"' "$work/statement" || fail "$person signed no letters"
    { printf '%s' "$head" | openssl base64 -d -A; sha256 <"$work/statement"; } >"$work/bound"
    [ "$(wc -c <"$work/bound")" -eq 64 ] || fail "the request that $person signed has no hash"
    challenge=$(sha256 <"$work/bound" | openssl base64 -A | tr '+/' '-_' | tr -d '=')
    grep -qF -e "\"challenge\":\"$challenge\"" "$work/clientdata" || fail "the passkey of $person signed something else"
    grep -qF -e '"type":"webauthn.get"' "$work/clientdata" || fail "the passkey of $person was not asked to sign"
    [ "$(wc -c <"$work/authdata")" -ge 37 ] || fail "the passkey of $person says too little"
    [ $(($(od -An -tu1 -j32 -N1 "$work/authdata") & 5)) -eq 5 ] || fail "the holder of the passkey of $person was not verified"
    { cat "$work/authdata"; sha256 <"$work/clientdata"; } >"$work/text"
  else
    grep -qF -e "\"contentHash\":\"$hash\"" "$work/statement" || fail "$person signed another letter"
    cp "$work/statement" "$work/text"
  fi
  if openssl pkey -pubin -in "$work/key" -noout -text | grep -qi ed25519; then
    openssl pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/text" -sigfile "$work/signature" >/dev/null 2>&1 ||
      fail "the signature of $person does not fit"
  else
    openssl dgst -sha256 -verify "$work/key" -signature "$work/signature" "$work/text" >/dev/null 2>&1 ||
      fail "the signature of $person does not fit"
  fi
  if [ -n "$expected" ]; then
    case " $expected " in *" $print "*) ;; *) fail "the key of $person is none of those that you expect: $print" ;; esac
  fi
  say "signed by $person ($role), key $print"
  grep -qF -e '"exercise":true' "$work/statement" && say "  in an exercise"
  # Two people with two keys: whoever signed for both counts once.
  who=$(printf '%s' "$person" | sha256 | hex)
  case $role in
  dpo) law="$law $who/$print" ;;
  forensics) findings="$findings $who/$print" ;;
  esac
  rm -f "$work/key" "$work/statement" "$work/signature" "$work/authdata" "$work/clientdata"
  role=
}
climb() {
  [ "$end" -ne 0 ] || fail "the way to the root is too long"
  if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$end" ]; then
    above "$work/other" "$work/hash"
    while [ $((at % 2)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at / 2)) end=$((end / 2)); done
  else above "$work/hash" "$work/other"; fi
  at=$((at / 2)) end=$((end / 2))
}
expected=$*

sed 1,2d "$proof" >"$work/facts"
while read -r name value; do
  case $name in
  place)
    finish
    at=\${value% *} end=\${value#* }
    is_number "$at" && is_number "$end" && [ "$at" -lt "$end" ] || fail "the letter has no place among the others"
    end=$((end - 1))
    { printf '\000%s' "$line"; } | sha256 >"$work/hash"
    root=$(hex <"$work/hash")
    [ "$end" -eq 0 ] || root=
    ;;
  up)
    printf '%s' "$value" | bytes >"$work/other"
    [ "$(wc -c <"$work/other")" -eq 32 ] && [ -n "$at" ] || fail "a step to the root is no hash"
    climb
    [ "$end" -ne 0 ] || root=$(hex <"$work/hash")
    ;;
  signed)
    finish
    role=\${value%% *} print=\${value#* }
    person=\${print#* } print=\${print%% *} head=
    ;;
  key | statement | signature | authdata | clientdata) printf '%s' "$value" | bytes >"$work/$name" ;;
  head) head=$value ;;
  *) fail "the proof has a line that no proof has: $name" ;;
  esac
done <"$work/facts"
finish
pair=
for one in $law; do
  for other in $findings; do
    [ "\${one%/*}" != "\${other%/*}" ] && [ "\${one##*/}" != "\${other##*/}" ] && pair=yes
  done
done
[ -n "$pair" ] || fail "it needs two people with two keys, one of dpo and one of forensics"
[ -n "$expected" ] || echo "  compare the keys with the fingerprints that you were given on another way"
echo "VERIFIED: exactly this letter was signed"
`.replaceAll('\\${', '${')
