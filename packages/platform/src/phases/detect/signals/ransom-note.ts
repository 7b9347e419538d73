/** Words that notes cannot do without; each counts once. */
const lexicon = [
  /\bencrypt/i,
  /\bdecrypt/i,
  /\.onion\b/i,
  /\btor browser\b/i,
  /\bbitcoin|\bmonero|\bBTC\b|\bXMR\b/i,
  /\bqtox\b|\btox id\b/i,
  /\bransom/i,
  /\byour (?:files|data|network)\b/i,
  /\bpay\b|\bpayment\b/i,
  /\bdo not (?:rename|use|modify|contact|delete)\b/i,
  /\brecover/i,
  /\bleak|\bpublish/i,
]

/** Notes are short: families leave a few kilobytes. */
export const maxNoteBytes = 64 * 1024

/** How many note words a text holds (signal T10); 0 to 12. */
export function noteWords(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, maxNoteBytes)).toString(
    'latin1',
  )
  return lexicon.filter((word) => word.test(text)).length
}

/** Endings that notes have. */
export const noteEndings: ReadonlySet<string> = new Set(['txt', 'html', 'htm', 'hta', 'md', 'rtf'])
