import { contentPageWords } from '../../../core/messages/index.ts'
import { headingOf, type Part } from '../../../core/updates/index.ts'
import { type Markup, markup } from '../markup.ts'
import { momentText } from '../moments.ts'
import type { PageContext } from '../page-context.ts'
import { csafPath } from './csaf.ts'
import type { PublicUpdate } from '../update-view.ts'

/** A typed text: its parts below their headings. Undefined for a free text. */
export function contentBody(context: PageContext, update: PublicUpdate): Markup | undefined {
  const { kind, parts } = update
  if (parts === undefined) return undefined
  if (kind === 'faq') return markup`${parts.map((part) => questionBlock(context, part))}`
  const { language } = context.words
  return markup`${parts
    .filter(({ part }) => part !== 'title')
    .map(({ part, text }) => {
      const heading = headingOf(kind, part, language)
      return markup`${heading === undefined ? '' : markup`<h2>${heading}</h2>\n`}${textBlocks(text[language])}`
    })}${reviewNote(context, update)}${twin(context, update)}`
}

/** A question with what is answered; `level` 3 below a topic. */
export function questionBlock({ words }: PageContext, { text, part }: Part, level: 2 | 3 = 2): Markup {
  const [question = '', ...answer] = text[words.language].split('\n')
  const id = part.split('/')[1] ?? part
  const heading =
    level === 2
      ? markup`<h2 id="${id}">${question}</h2>`
      : markup`<h3 class="question" id="${id}">${question}</h3>`
  return markup`${heading}\n${textBlocks(answer.join('\n'))}`
}

/** Paragraphs, and lines that are numbered as a list of rows. */
export function textBlocks(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .flatMap((block) => {
      const lines = block.trim().split('\n')
      const numbered = lines.filter((line) => /^\d{1,3}\. /.test(line))
      if (numbered.length < 2 || lines.slice(0, numbered.length).some((line, at) => line !== numbered[at])) {
        return [markup`<p class="text">${block.trim()}</p>\n`]
      }
      const rest = lines.slice(numbered.length).join('\n')
      return [
        markup`<ol class="rows card numbered">\n${numbered.map(row)}</ol>\n`,
        ...(rest === '' ? [] : [markup`<p class="text">${rest}</p>\n`]),
      ]
    })
}

/** What comes before the first colon stands out; the number is the list's. */
function row(line: string): Markup {
  const text = line.replace(/^\d+\. /, '')
  const [, name, rest] = /^([^:]{1,60}):(.*)$/s.exec(text) ?? []
  return name === undefined || rest === undefined
    ? markup`<li>${text}</li>\n`
    : markup`<li><strong>${name}</strong><span>${rest.trim()}</span></li>\n`
}

/** A notice that nobody looked at again in time says so. */
function reviewNote(
  { view, words, now }: PageContext,
  { reviewBy, revision }: PublicUpdate,
): Markup | string {
  const isOver = reviewBy !== undefined && Date.parse(reviewBy) < now.getTime()
  if (!isOver || revision?.newer !== undefined || view.closed) return ''
  const text = contentPageWords[words.language].reviewOverdue(momentText(words, view.timeZone, reviewBy))
  return markup`<p class="late">${text}</p>\n`
}

function twin({ view, words, links }: PageContext, { kind, number }: PublicUpdate): Markup | string {
  if (kind !== 'advisory') return ''
  return markup`<p><a href="${links.to(csafPath(words, view.caseId, number))}">${contentPageWords[words.language].csaf}</a></p>\n`
}
