import { type Block, blocksOf, plainOf } from './page-blocks.ts'

/** Columns of a line: it fits a terminal, a printout, a quoted mail. */
const columns = 76

/**
 * A page of ours as plain text: every word of it, wrapped, for mail, terminal and radio. Knows the few elements that our
 * pages have; what it does not know gives its text.
 */
export function textTwin(page: string, path: string): string {
  const body = /<body>([^]*)<\/body>/.exec(page)?.[1] ?? ''
  const title = /<title>([^<]*)<\/title>/.exec(page)?.[1] ?? path
  const lines: string[] = [...wrap(plainOf(title), ''), '']
  for (const block of blocksOf(body)) lines.push(...linesOf(block))
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

function linesOf({ kind, mark, text }: Block): readonly string[] {
  if (kind === 'pre') return ['', ...text.split('\n').map((line) => `    ${line}`), '']
  const paragraphs = text
    .split(/\n(?=\s*\S)/)
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
  const isTyped = kind === 'p' && paragraphs.length > 1
  const words = isTyped ? paragraphs : [paragraphs.join(' ')]
  if (kind === 'h1' || kind === 'h2') {
    const [heading = ''] = words
    const wrapped = wrap(heading, '')
    const widest = Math.max(...wrapped.map(({ length }) => length))
    return ['', ...wrapped, (kind === 'h1' ? '=' : '-').repeat(widest)]
  }
  if (kind === 'h3') return ['', ...words.flatMap((line) => wrap(line, ''))]
  if (kind === 'li' || kind === 'dd')
    return words.flatMap((line) => wrap(line, kind === 'li' ? mark : '    '))
  if (kind === 'blockquote') return words.flatMap((line) => wrap(line, '> '))
  return ['', ...words.flatMap((line) => wrap(line, ''))]
}

/** Between words only: an address or a checksum stays whole, however long. */
function wrap(text: string, first: string): readonly string[] {
  const next = first === '> ' ? first : ' '.repeat(first.length)
  const lines: string[] = []
  let line = first
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.trim() !== first.trim() && line.length + word.length + 1 > columns) {
      lines.push(line.trimEnd())
      line = next
    }
    line += line === first || line === next ? word : ` ${word}`
  }
  return [...lines, line.trimEnd()]
}
