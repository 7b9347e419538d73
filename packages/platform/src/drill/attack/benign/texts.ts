import { isUtf8 } from 'node:buffer'

import { paragraph, sentence } from '../../content/words.ts'
import { type Random, seededRandom } from '../../random.ts'
import { type BenignTransform, changing } from './benign-transform.ts'

/** What people and programs do to texts: at the ends, in the middle, everywhere at once. */
export const texts: readonly BenignTransform[] = [
  edit('text-append', (text, random) => `${text}${paragraph(random)}\n`),
  edit('text-prepend', (text, random) => `${sentence(random)}\n${text}`),
  edit('text-insert', (text, random) => {
    const at = random.below(text.length)
    return `${text.slice(0, at)}${paragraph(random)}${text.slice(at)}`
  }),
  edit('text-delete', (text, random) => {
    const at = random.below(text.length)
    return `${text.slice(0, at)}${text.slice(at + Math.ceil(text.length / 10))}`
  }),
  edit('text-search-and-replace', (text) =>
    text.replaceAll(/\b(?:the|a|of|in|to|is|for|const|import)\b/g, '$&_'),
  ),
  edit('text-upper-case', (text) => text.toUpperCase()),
  edit('lines-sorted', (text) => text.split('\n').sort().join('\n')),
  edit('lines-shuffled', (text, random) => random.shuffled(text.split('\n')).join('\n')),
  edit('lines-indented', (text) => text.replaceAll(/^/gm, '    ')),
  edit('lines-to-crlf', (text) => text.replaceAll(/\r?\n/g, '\r\n')),
  edit('lines-to-lf', (text) => text.replaceAll('\r\n', '\n')),
  edit('minified', (text) =>
    text
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/^[ \t]+/gm, '')
      .replaceAll(/\n+/g, '\n'),
  ),
  edit('comments-stripped', (text) => text.replaceAll(/^\s*(?:\/\/|#|--).*$/gm, '')),
  changing('to-utf-16', (bytes) =>
    isUtf8(bytes) ? Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le') : undefined,
  ),
  changing('to-latin-1', (bytes) => {
    const text = isUtf8(bytes) ? bytes.toString('utf8') : ''
    // Only where nothing is lost; what is ASCII does not change.
    return text !== '' && !/[\u0100-\uffff]/.test(text) ? Buffer.from(text, 'latin1') : undefined
  }),
  changing('from-latin-1', (bytes) =>
    !isUtf8(bytes) && !bytes.includes(0) && bytes.every((byte) => byte < 0x7f || byte > 0x9f)
      ? Buffer.from(bytes.toString('latin1'))
      : undefined,
  ),
  changing('to-utf-8-with-mark', (bytes) =>
    isUtf8(bytes) && !bytes.includes(0) ? Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes]) : undefined,
  ),
]

/** A change of readable text; of anything else, none. */
export function edit(
  name: string,
  change: (text: string, random: Random, path: string) => string | undefined,
): BenignTransform {
  return changing(name, (bytes, path, seed) => {
    if (!isUtf8(bytes) || bytes.includes(0)) return undefined
    const changed = change(bytes.toString('utf8'), seededRandom(seed), path)
    return changed === undefined ? undefined : Buffer.from(changed)
  })
}
