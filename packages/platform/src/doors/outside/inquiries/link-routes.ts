import type { Context, Hono } from 'hono'

import { changeInquiry, inquiryNamed } from '../../../adapters/database/index.ts'
import {
  decideInquiry,
  type Inquiry,
  type InquiryCommand,
  type LinkPurpose,
  opensWith,
  referenceOfToken,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { inquiryWords } from '../../../core/messages/index.ts'
import { type Markup, markup } from '../../../phases/inform/index.ts'
import type { OutsideParts } from '../outside-parts.ts'
import { answerPage } from '../pages/answer-page.ts'
import { languageOf } from '../pages/language.ts'
import { readForm } from '../read-form.ts'
import { statusPage } from './status-page.ts'

/** Links in pages and mails: GET shows, POST acts; the same link serves again and changes nothing then. */
export function linkRoutes(app: Hono, parts: OutsideParts): void {
  app.get('/inquiry/status/:token', async (c) => statusPage(c, parts, await inquiryOf(c, parts, 'status')))

  app.get('/inquiry/confirm/:token', async (c) => {
    const inquiry = await inquiryOf(c, parts, 'confirm')
    if (inquiry.state !== 'unconfirmed') return statusPage(c, parts, inquiry)
    const words = inquiryWords[languageOf(c)]
    return buttonPage(c, parts, {
      title: words.confirmTitle,
      lead: words.confirmLead,
      buttons: [markup`<button>${words.confirmButton}</button>`],
    })
  })
  app.post('/inquiry/confirm/:token', async (c) => {
    const inquiry = await inquiryOf(c, parts, 'confirm')
    return statusPage(
      c,
      parts,
      await change(parts, inquiry, { command: 'confirm' }),
      inquiryWords[languageOf(c)].confirmedTitle,
    )
  })

  app.get('/inquiry/solved/:token', async (c) => {
    const inquiry = await inquiryOf(c, parts, 'solved')
    if (inquiry.answeredAt === undefined) return statusPage(c, parts, inquiry)
    const words = inquiryWords[languageOf(c)]
    return buttonPage(c, parts, {
      title: words.solvedTitle,
      lead: words.solvedLead,
      buttons: [
        markup`<button name="solved" value="yes">${words.solvedButton}</button>`,
        markup` <button class="quiet" name="solved" value="no">${words.notSolvedButton}</button>`,
      ],
    })
  })
  app.post('/inquiry/solved/:token', async (c) => {
    const inquiry = await inquiryOf(c, parts, 'solved')
    const words = inquiryWords[languageOf(c)]
    const said = (await readForm(c)).get('solved')
    if (said !== 'yes' && said !== 'no') {
      throw new AnlaufError('input-invalid', 'The form does not say whether it is solved.', {
        hint: 'Press one of the two buttons.',
      })
    }
    const changed = await changeIfFit(parts, inquiry, { command: said === 'yes' ? 'solved' : 'notSolved' })
    // An old page whose button no longer fits: how it stands now is the answer.
    if (changed === undefined) return statusPage(c, parts, await inquiryOf(c, parts, 'solved'))
    return statusPage(c, parts, changed, said === 'yes' ? words.solvedDone : words.notSolvedDone)
  })
}

/** Throws `not-found` alike for what was never given out, was deleted, or was made for another purpose. */
async function inquiryOf(c: Context, { database }: OutsideParts, purpose: LinkPurpose): Promise<Inquiry> {
  const token = c.req.param('token') ?? ''
  const reference = referenceOfToken(token)
  const inquiry = reference === undefined ? undefined : await inquiryNamed(database, reference)
  if (opensWith(purpose, inquiry, token)) return inquiry
  throw new AnlaufError('not-found', 'This link opens nothing.', { hint: 'Copy all of it from the mail.' })
}

async function change(parts: OutsideParts, inquiry: Inquiry, command: InquiryCommand): Promise<Inquiry> {
  const at = parts.now().toISOString()
  const changed = await changeInquiry(parts.database, inquiry.reference, {
    at,
    actor: 'person of the inquiry',
    decide: (now) => decideInquiry(now, command, { at, desk: parts.deskHours() }),
  })
  return changed ?? inquiry
}

/** Undefined where the inquiry went on meanwhile and nothing of the kind can be said of it. */
async function changeIfFit(
  parts: OutsideParts,
  inquiry: Inquiry,
  command: InquiryCommand,
): Promise<Inquiry | undefined> {
  try {
    return await change(parts, inquiry, command)
  } catch (error) {
    if (error instanceof AnlaufError && error.code === 'not-permitted') return undefined
    throw error
  }
}

function buttonPage(
  c: Context,
  parts: OutsideParts,
  {
    title,
    lead,
    buttons,
  }: { readonly title: string; readonly lead: string; readonly buttons: readonly Markup[] },
): Response {
  return answerPage(c, parts, {
    title: () => title,
    body: ({ words }) => markup`<h1>${title}</h1>
<p class="lead">${lead}</p>
<form method="post" action="${c.req.path}?lang=${words.language}"><p>${buttons}</p></form>`,
  })
}
