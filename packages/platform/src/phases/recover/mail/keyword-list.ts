/** Names of a folder's keywords by the letter that stands for them in file names: 0 is `a`. */
export type KeywordList = ReadonlyMap<number, string>

/** File names hold the letters a to z. */
const maxKeywords = 26

/** Reads `dovecot-keywords`; lines that are none are passed over. */
export function parseKeywords(text: string): KeywordList {
  const keywords = new Map<number, string>()
  for (const line of text.slice(0, maxKeywordBytes).split('\n')) {
    const [, number, name] = /^(\d{1,2}) ([\x21-\x7e]{1,200})$/.exec(line) ?? []
    if (number === undefined || name === undefined) continue
    const place = Number(number)
    if (place < maxKeywords && !keywords.has(place)) keywords.set(place, name)
  }
  return keywords
}

/** 26 lines of some 200 bytes. */
export const maxKeywordBytes = 16 * 1024

export function printKeywords(keywords: KeywordList): string {
  return [...keywords]
    .sort(([a], [b]) => a - b)
    .map(([place, name]) => `${place} ${name}\n`)
    .join('')
}

/**
 * Adds names that an older list knows for letters that mails use and the newer list lacks. A letter is never given
 * another name: the newer list counts.
 */
export function completeKeywords(
  newer: KeywordList,
  older: readonly KeywordList[],
  used: ReadonlySet<number>,
): KeywordList {
  const keywords = new Map(newer)
  const names = new Set(newer.values())
  for (const place of used) {
    if (keywords.has(place)) continue
    const name = older.map((list) => list.get(place)).find((one) => one !== undefined)
    if (name === undefined || names.has(name)) continue
    keywords.set(place, name)
    names.add(name)
  }
  return keywords
}
