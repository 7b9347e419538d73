/** Abbreviations, forms of companies, and names of files by kinds that attackers like; no mail program makes a link of these. */
const notDomains =
  /^(?:z\.b|d\.h|u\.a|e\.g|i\.e|co\.(?:kg|ohg|kgaa))$|\.(?:one|iso|img|docm?|docx|xlsm?|xlsx|pptx?|pdf|html?|js|vbs|lnk|exe|scr|bat|ps1|rar|7z|gz|jar|svg)$/i

/** Labels and a last one of letters, or of punycode; what stands in brackets, or behind an "@", is none. */
const domains =
  /(?<![\p{L}\p{N}_@.[\]-])(?:[\p{L}\p{N}-]{1,63}\.){1,10}(?:xn--[a-z0-9-]{2,59}|\p{L}{2,18})(?:\/\S*)?(?![\p{L}\p{N}[@]|-\p{L})/giu

/** Domains of public contacts, by their mail addresses and links. */
export function ownDomains(contacts: ReadonlySet<string>): ReadonlySet<string> {
  const hosts = [...contacts].flatMap((to) => to.split('@')[1] ?? URL.parse(to)?.hostname ?? [])
  return new Set(hosts.flatMap((host) => [host, host.replace(/^www\./, '')]).filter((host) => host !== ''))
}

/** An address without a scheme is a link too: mail programs and browsers make one of it. Our own domains may stand. */
export function liveDomains(text: string, own: ReadonlySet<string>): readonly string[] {
  const found = [...text.normalize('NFC').matchAll(domains)].map(([domain]) => domain)
  return [...new Set(found)].filter((domain) => !own.has(domain.toLowerCase()) && !notDomains.test(domain))
}

/** What to do about a domain that is not ours; whether it was made to be taken for ours. */
export function domainHint(domain: string, own: ReadonlySet<string>): string {
  const like = [...own].find((one) => looksLike(domain, one))
  return like === undefined
    ? 'Mail programs make a link of it. Only domains of public contacts of the estate may stand in a text; put the dot into brackets in a warning, a blank behind the end of a sentence.'
    : `It looks like ${like}, and is not: readers would go to somebody else. Check where the text comes from.`
}

/**
 * True for what is meant to be read as ours: letters that look alike, one typed wrong, our name with something before or
 * behind it or under another ending.
 */
function looksLike(domain: string, own: string): boolean {
  const [theirs, ours] = [nameIn(domain), nameIn(own)]
  if (ours.length < 4) return theirs === ours
  return theirs.includes(ours) || isOneStepFrom(theirs, ours)
}

/** The label that people know, as the eye sees it. */
function nameIn(domain: string): string {
  const [host = ''] = domain.toLowerCase().split('/')
  const labels = host.split('.').slice(0, -1)
  const unaccented = (labels.join('') || host).normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const seen = unaccented.replaceAll(/[^a-z0-9]/g, (letter) => alike[letter] ?? '')
  return seen
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[015]/g, (digit) => alike[digit] ?? digit)
    .replaceAll('i', 'l')
}

const alike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '5': 's',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
}

/** One letter more, less, another, or two that changed places. */
function isOneStepFrom(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && a === `${b[1]}${b[0]}`)
}
