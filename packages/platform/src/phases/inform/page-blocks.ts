/** Left out: ways around a page, what only a browser does, pictures whose text stands beside them. */
const leftOut =
  /<(nav|svg|form|style)\b[^]*?<\/\1>|<a class="(?:skip|switch)"[^]*?<\/a>|<p class="ways">[^]*?<\/p>/g

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What begins on a line of its own, in the order of the page. */
export interface Block {
  readonly kind: string
  /** What a point begins with: its number, or a dash. */
  readonly mark: string
  readonly text: string
}

/** Elements that begin a line of their own. */
const blockTag =
  /^(?:h[1-6]|p|li|dt|dd|div|header|footer|main|article|aside|section|blockquote|pre|ul|ol|dl|table|tr|td|th|figure|figcaption|details|summary)$/

/** Takes markup of our own pages apart: every word of it but what leads around, is typed into or is drawn. */
export function blocksOf(page: string): readonly Block[] {
  const markup = page.replaceAll(leftOut, '')
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
    if (!piece.startsWith('<')) text += plainOf(piece)
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

/** The text of a piece of markup without tags. */
export function plainOf(text: string): string {
  return text
    .replaceAll(/&([a-z]+|#39);/g, (all, name: string) => entities[name] ?? all)
    .replaceAll('\u00a0', ' ')
}
