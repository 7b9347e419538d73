/** Columns of a line: it fits a terminal, a printout, a quoted mail. */
const columns = 76

/** Left out: ways around a page, what only a browser does, pictures whose text stands beside them. */
const leftOut =
  /<(nav|svg|form|style)\b[^]*?<\/\1>|<a class="(?:skip|switch)"[^]*?<\/a>|<p class="ways">[^]*?<\/p>/g

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/**
 * A page of ours as plain text: every word of it, wrapped, for mail, terminal and radio. Knows the few elements that our
 * pages have; what it does not know gives its text.
 */
export function textTwin(page: string, path: string): string {
  const body = /<body>([^]*)<\/body>/.exec(page)?.[1] ?? ''
  const title = /<title>([^<]*)<\/title>/.exec(page)?.[1] ?? path
  const lines: string[] = [...wrap(unescape(title), ''), '']
  for (const block of blocksOf(body.replaceAll(leftOut, ''))) lines.push(...linesOf(block))
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

interface Block {
  readonly kind: string
  /** What a point begins with: its number, or a dash. */
  readonly mark: string
  readonly text: string
}

/** Elements that begin a line of their own. */
const blockTag =
  /^(?:h[1-6]|p|li|dt|dd|div|header|footer|main|article|aside|section|blockquote|pre|ul|ol|dl|table|tr|td|th|figure|figcaption|details|summary)$/

function blocksOf(markup: string): readonly Block[] {
  const blocks: Block[] = []
  /** Numbers of the ordered lists that are open; a list without numbers counts nothing. */
  const lists: (number | undefined)[] = []
  let kind = 'p'
  let mark = '- '
  let text = ''
  const end = (): void => {
    if (text.trim() !== '') blocks.push({ kind, mark, text })
    text = ''
    kind = 'p'
  }
  for (const [piece, closing, tag = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g)) {
    if (!piece.startsWith('<')) text += unescape(piece)
    else if (tag === 'br') text += '\n'
    else if (tag === 'span' && closing === '') text = joined(text, piece, kind)
    else if (blockTag.test(tag)) {
      // A list's own point stands before the first block in it.
      const isPoint = kind === 'li' && text.trim() === '' && closing === ''
      end()
      if (tag === 'ol' || tag === 'ul') {
        if (closing === '') lists.push(tag === 'ol' ? 0 : undefined)
        else lists.pop()
      }
      if (tag === 'li' && closing === '') {
        const number = lists.pop()
        lists.push(number === undefined ? undefined : number + 1)
        mark = number === undefined ? '- ' : `${number + 1}. `
      }
      if (closing === '') kind = isPoint && tag !== 'li' ? 'li' : tag
    }
  }
  end()
  return blocks
}

/** What stands apart on a screen by colour or column needs a sign between here. */
function joined(text: string, tag: string, kind: string): string {
  const before = text.trimEnd()
  if (before === '' || tag.includes('hidden')) return text
  if (tag.includes('"note"')) return `${before} – `
  return tag.includes('"state') || (tag === '<span>' && kind === 'li') ? `${before}: ` : text
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

function unescape(text: string): string {
  return text
    .replaceAll(/&([a-z]+|#39);/g, (all, name: string) => entities[name] ?? all)
    .replaceAll('\u00a0', ' ')
}

/** `text/meldungen/3.txt` for `meldungen/3.html`. */
export function textPath(path: string): string {
  return `text/${path.replace(/\.html$/, '.txt')}`
}
