import { plainText } from '../../core/updates/index.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup that may be put into a page as it is. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | readonly Part[]

/**
 * Template tag: everything interpolated is escaped unless it is markup itself. Not called `html`, so that no
 * formatter re-flows it: the policy of a page carries the hash of its style, and XML begins with its first byte.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const filled = texts.map((text, at) => {
    const part = parts[at]
    return part === undefined ? text : text + render(part)
  })
  return new Markup(filled.join(''))
}

/** Escapes a text for element content and quoted attributes. */
function escapeText(text: string): string {
  return plainText(text).replaceAll(/[&<>"']/g, (found) => escapes[found] ?? '')
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  return part.map(render).join('')
}
