import { draftWords } from '../../../core/messages/index.ts'
import { Markup, markup } from '../../inform/index.ts'
import type { Draft, DraftItem } from '../draft.ts'
import {
  changeLines,
  letterText,
  marksOf,
  provenanceLines,
  remarkOf,
  shownItems,
  type Standing,
  statusOf,
} from './plain-text.ts'

/** One page to print or to read aloud: no script, nothing from elsewhere, everything typed is escaped. */
export function printPage(draft: Draft, standing: Standing): string {
  const { language, title, sections } = draft
  const words = draftWords[language]
  const page = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
${marksOf(draft, standing).map((mark) => markup`<p class="mark">${mark}</p>\n`)}<h1>${title}</h1>
<p>${words.recipient}: ${standing.recipient}</p>
${sections.map((one) => sectionOf(one.title, one.items, draft))}${changesOf(draft, standing)}<footer>
${draft.form === 'letter' ? markup`<p>${words.notPart}</p>\n` : markup``}${provenanceLines(draft, standing).map((line) => markup`<p>${line}</p>\n`)}<p>${words.neverSends}</p>
</footer>
</main>
</body>
</html>
`
  return page.text
}

function sectionOf(title: string, items: readonly DraftItem[], draft: Draft): Markup {
  if (draft.form === 'letter') {
    return markup`<h2>${title}</h2>
${shownItems(items, draft).map((item) => markup`<p class="${classOf(item)}">${letterText(item, draft)}</p>\n`)}`
  }
  return markup`<h2>${title}</h2>
<dl>
${items.map((item) => itemOf(item, draft))}</dl>
`
}

function itemOf(item: DraftItem, draft: Draft): Markup {
  const remark = remarkOf(item, draft)
  const note = remark === '' ? markup`` : markup` <small>(${remark})</small>`
  return markup`<dt><span>${item.key}</span> ${item.label}${note}</dt>
<dd class="${classOf(item)}">${item.value ?? statusOf(item, draft)}</dd>
`
}

function classOf({ value, need }: DraftItem): string {
  if (value !== undefined) return 'value'
  return need === 'required' ? 'missing' : 'open'
}

function changesOf(draft: Draft, standing: Standing): Markup {
  const [title, ...lines] = changeLines(draft, standing).filter((line) => line !== '')
  if (title === undefined) return markup``
  return markup`<h2>${title}</h2>
<ul>
${lines.map((line) => markup`<li>${line.trim()}</li>\n`)}</ul>
`
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem; }
.mark { border: 2px solid; padding: .3rem .6rem; font-weight: 700; margin: 0 0 .5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.5rem 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
dt { font-weight: 600; margin-top: .75rem; }
dt span { font-variant-numeric: tabular-nums; opacity: .7; margin-right: .35rem; }
dt small { font-weight: 400; }
dd { margin: 0 0 0 1.5rem; white-space: pre-line; }
p.value { white-space: pre-line; }
.open { opacity: .75; font-style: italic; }
.missing { font-weight: 700; border-left: 4px solid; padding-left: .6rem; }
footer { margin-top: 2.5rem; border-top: 1px solid; font-size: .8rem; overflow-wrap: anywhere; }
footer p { margin: .3rem 0; }
@media print { main { max-width: none; padding: 0; } dt { break-after: avoid; } }
`
