/** The text of the first element of a name; S3's answers are flat where it matters. */
export function elementText(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined ? undefined : unescapeXml(text)
}

/** One page of a list of objects. */
export interface ListPage {
  readonly objects: { readonly key: string; readonly size: number | undefined }[]
  /** Where the next page begins; `undefined` on the last one. */
  readonly next: string | undefined
}

/** Reads an answer to `list-type=2`; `undefined` when it is none. */
export function listPage(xml: string): ListPage | undefined {
  if (!/<ListBucketResult[\s>]/.test(xml) || !/<\/ListBucketResult>\s*$/.test(xml)) return undefined
  const objects = elementsNamed(xml, 'Contents').map((content) => {
    const size = elementText(content, 'Size') ?? ''
    return {
      key: elementText(content, 'Key') ?? '',
      size: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    }
  })
  const isTruncated = elementText(xml, 'IsTruncated') === 'true'
  return { objects, next: isTruncated ? elementText(xml, 'NextContinuationToken') : undefined }
}

/**
 * The insides of all elements of a name, by looking forward only: a pattern looks for the end of each of a hundred
 * thousand beginnings anew, which takes minutes for one page of 4 MiB.
 */
function elementsNamed(xml: string, name: string): string[] {
  const [begin, end] = [`<${name}>`, `</${name}>`]
  const found: string[] = []
  for (let at = xml.indexOf(begin); at >= 0;) {
    const from = at + begin.length
    const to = xml.indexOf(end, from)
    if (to < 0) break
    found.push(xml.slice(from, to))
    at = xml.indexOf(begin, to)
  }
  return found
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return named.get(String(name)) ?? all
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code <= 0x10_ffff ? String.fromCodePoint(code) : all
  })
}
