import { contentPageWords, questionTopics, topicWords } from '../../../core/messages/index.ts'
import type { Part } from '../../../core/updates/index.ts'
import { type Markup, markup } from '../markup.ts'
import { momentElement } from '../moments.ts'
import type { PageContext } from '../page-context.ts'
import { filled } from '../promises.ts'
import type { PublicUpdate } from '../update-view.ts'
import { questionBlock } from './content-body.ts'

/** The newest questions and answers by topic, each with the time of its last change; undefined before there are any. */
export function faqPage(context: PageContext): Markup | undefined {
  const { view, words, links } = context
  const revisions = view.updates.filter(({ kind, parts }) => kind === 'faq' && parts !== undefined)
  const newest = revisions.at(-1)
  if (newest?.parts === undefined) return undefined
  const said = contentPageWords[words.language]
  const topics = questionTopics.map((topic) => ({
    topic,
    questions: (newest.parts ?? []).filter(({ part }) => firstTopic(part) === topic),
  }))
  const shown = topics.filter(({ questions }) => questions.length > 0)
  const earlier = revisions.slice(0, -1)
  return markup`<h1>${words.questions}</h1>
<p class="note">${said.revision(newest.revision?.number ?? 1)}, ${momentElement(words, view.timeZone, newest.at)}</p>
<nav class="topics" aria-label="${said.topics}">
${shown.map(({ topic }) => markup`<a href="#${topic}">${topicWords[topic][words.language]}</a>\n`)}</nav>
${shown.map(
  ({ topic, questions }) => markup`<h2 id="${topic}">${topicWords[topic][words.language]}</h2>
${questions.map((part) => markup`${questionBlock(context, part, 3)}${knownSince(context, part)}${changedAt(context, part, revisions)}`)}`,
)}${
    earlier.length === 0
      ? ''
      : markup`<p class="note">${said.earlierRevisions} ${earlier.map(
          ({ number, revision }) =>
            markup`<a href="${links.update(number)}">${said.revision(revision?.number ?? 1)}</a> `,
        )}</p>\n`
  }`
}

/** Below an answer whose sentence the register replaced: what it says today. */
function knownSince({ view, words }: PageContext, { text }: Part): Markup | string {
  const { language } = words
  const said = contentPageWords[language].knownSince
  const later = view.laterKnown.filter((one) => text[language].includes(one.said[language]))
  return later.length === 0
    ? ''
    : markup`${later.map(
        ({ now, asOf }) =>
          markup`<p class="remark">${filled(said, momentElement(words, view.timeZone, asOf))} ${now[language]}</p>\n`,
      )}`
}

function firstTopic(part: string): string {
  return part.split(/[+/]/)[0] ?? ''
}

/** Since when a question is answered like this: the first of the newest revisions in a row that say the same. */
function changedAt({ view, words }: PageContext, part: Part, revisions: readonly PublicUpdate[]): Markup {
  const place = revisions.findLastIndex(({ parts }) => !isIn(parts, part)) + 1
  const since = revisions[place]?.at ?? revisions.at(-1)?.at ?? ''
  const said = contentPageWords[words.language].changed
  return markup`<p class="note">${filled(said, momentElement(words, view.timeZone, since))}</p>\n`
}

function isIn(parts: readonly Part[] | undefined, { part, text }: Part): boolean {
  return (
    parts?.some((one) => one.part === part && one.text.de === text.de && one.text.en === text.en) === true
  )
}
