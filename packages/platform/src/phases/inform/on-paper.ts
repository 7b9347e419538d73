import { siteWords } from '../../core/messages/index.ts'
import { qrCode, qrPath } from '../../core/qr/index.ts'
import { Markup, markup } from './markup.ts'
import type { PageContext } from './page-context.ts'
import { homePath } from './paths.ts'

/** Codes that were drawn: every page of a language has the same one, and drawing takes milliseconds. */
const drawn = new Map<string, Markup>()

/** What a sheet of paper has to say that a screen knows: where the page lies, and a way back for a phone. */
export function onPaper({ words, edition }: PageContext, path: string): Markup | string {
  if (edition?.url === undefined) return ''
  const home = `${edition.url}${homePath(words).replace(/index\.html$/, '')}`
  const said = siteWords[words.language]
  return markup`<div class="paper">${code(home)}<p>${said.onPaper}<br>${edition.url}${path}</p></div>\n`
}

function code(address: string): Markup {
  const known = drawn.get(address)
  if (known !== undefined) return known
  const { d, side } = qrPath(qrCode(address))
  const svg = new Markup(
    `<svg aria-hidden="true" width="96" height="96" viewBox="0 0 ${side} ${side}"><path d="${d}"/></svg>`,
  )
  if (drawn.size > 100) drawn.clear()
  drawn.set(address, svg)
  return svg
}
