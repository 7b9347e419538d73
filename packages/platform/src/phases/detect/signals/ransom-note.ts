/** Words that notes cannot do without; each counts once. */
const lexicon = [
  /\bencrypt|\bverschl(?:ü|ue)sselt/i,
  /\bdecrypt|\bentschl(?:ü|ue)ssel/i,
  /\.onion\b/i,
  /\btor browser\b/i,
  /\bbitcoin|\bmonero|\bBTC\b|\bXMR\b/i,
  /\bqtox\b|\btox id\b/i,
  /\bransom|\bl(?:ö|oe)segeld/i,
  /\byour (?:\w+ )?(?:files|data|documents|network|servers?)\b|\bihre (?:dateien|daten)\b/i,
  /\bpay\b|\bpayment\b|\bbezahl|\bzahl(?:en|ung)\b/i,
  /\bdo not (?:rename|use|modify|contact|delete)\b/i,
  /\brecover/i,
  /\bleak|\bpublish/i,
]

/** What a note must hold: what was done to the reader, how to reach the writer, and what he wants. */
const claim =
  /\b(?:encrypted|locked|stolen|exfiltrated|copied|downloaded)\b[^.!?]{0,80}\b(?:files|data|documents|network|servers?)\b|\b(?:files|data|documents|network|servers?)\b[^.!?]{0,80}\b(?:encrypted|locked|stolen|exfiltrated|copied|downloaded)\b|\b(?:dateien|daten)\b[^.!?]{0,80}\bverschl(?:ü|ue)sselt/i
const contact =
  /[a-z2-7]{56}\.onion\b|[a-z2-7]{16}\.onion\b|\btor browser\b|\bqtox\b|\btox id\b|@(?:proton(?:mail)?|tuta(?:nota)?|onionmail|cock)\b|\bsession id\b/i
const demand =
  /\bpay\b|\bpayment\b|\bransom\b|\bbitcoin|\bmonero|\bBTC\b|\bXMR\b|\bprice\b|\bbezahl|\bl(?:ö|oe)segeld|\bdo not (?:rename|modify|delete|use (?:third|recovery|any))/i

/** Notes are short: families leave a few kilobytes. */
export const maxNoteBytes = 64 * 1024

/**
 * Signal T10: how many note words a text holds, 0 to 12; 0 as well when it does not say what was done, how to
 * reach the writer and what he wants. Handbooks of encryption say the words, but none of the three.
 */
export function noteWords(bytes: Uint8Array): number {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, maxNoteBytes)).toString(
    isUtf16 ? 'utf16le' : 'utf8',
  )
  if (!claim.test(text) || !contact.test(text) || !demand.test(text)) return 0
  return lexicon.filter((word) => word.test(text)).length
}

/** Endings that notes have. */
export const noteEndings: ReadonlySet<string> = new Set(['txt', 'html', 'htm', 'hta', 'md', 'rtf'])
