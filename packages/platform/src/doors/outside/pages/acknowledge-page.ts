import { createHash } from 'node:crypto'

import type { Context } from 'hono'

import { mailReports, type NoticePlace, noticeProofs } from '../../../adapters/mail-out/index.ts'
import { type ClockSession, openClocks } from '../../../core/duties/index.ts'
import { noticeWords } from '../../../core/messages/index.ts'
import {
  isLinkSpent,
  type NoticeSession,
  noticeMailKey,
  openNotices,
  proveReceipt,
} from '../../../core/notices/index.ts'
import { markup } from '../../../phases/inform/index.ts'
import type { OutsideParts, OutsideRoutes } from '../outside-parts.ts'
import { answerPage } from './answer-page.ts'

/**
 * Behind the link of a notice: GET shows a button, since mail scanners follow links; POST proves receipt, which starts
 * the customer's own period. Pressed again it says the same. A token that nobody was given tells nothing; one whose
 * receipt was taken back proves nothing any more and says so.
 */
export const acknowledgePage: OutsideRoutes = (app, parts) => {
  const proofs = noticeProofs(parts.database)
  const sessions = sessionsOf(parts)
  const clocks = clocksOf(parts)

  app.get('/a/:token', async (c) => {
    const place = await proofs.placeOf(c.req.param('token'))
    if (place === undefined) return unknownLink(c, parts)
    const known = recipientOf(await sessions(place.case), place)
    if (known?.receipt !== undefined) return donePage(c, parts, known.receipt.receivedAt)
    return known !== undefined && isLinkSpent(known) ? spentLink(c, parts) : askPage(c, parts)
  })

  app.post('/a/:token', async (c) => {
    const token = c.req.param('token')
    const place = await proofs.placeOf(token)
    if (place === undefined) return unknownLink(c, parts)
    const session = await sessions(place.case)
    const { notice, recipient } = place
    const at = parts.now().toISOString()
    const isProved = await proveReceipt(
      parts.log,
      session,
      { command: 'receive', notice, recipient, by: 'link', receivedAt: at, proof: proofOf(token) },
      { actor: 'link in a notice', at },
      { clocks: () => clocks(place.case) },
    )
    if (!isProved) return spentLink(c, parts)
    await mailReports(parts.database, { now: parts.now }).acknowledge(
      noticeMailKey(place.case, notice, recipient),
    )
    return donePage(c, parts, recipientOf(session, place)?.receipt?.receivedAt ?? at)
  })
}

/** Whoever has the mail can show that the proof in the log is that of its link. */
function proofOf(token: string): string {
  return createHash('sha256').update(`acknowledged by link\n${token}`).digest('hex')
}

/** One session a case, that reads on: a log of a million entries is read once. */
function sessionsOf({ log }: OutsideParts): (caseId: string) => Promise<NoticeSession> {
  const open = new Map<string, Promise<NoticeSession>>()
  return async (caseId) => {
    // Receipts ask nothing of the estate.
    const opening = open.get(caseId) ?? openNotices(log, caseId, noEstate)
    open.set(caseId, opening)
    try {
      const session = await opening
      await session.refresh()
      return session
    } catch (error) {
      open.delete(caseId)
      throw error
    }
  }
}

function clocksOf({ log }: OutsideParts): (caseId: string) => Promise<ClockSession> {
  const open = new Map<string, Promise<ClockSession>>()
  return async (caseId) => {
    const opening = open.get(caseId) ?? openClocks(log, caseId)
    open.set(caseId, opening)
    // Which failed once is read anew.
    opening.catch(() => open.delete(caseId))
    return opening
  }
}

function noEstate(): never {
  throw new Error('the page of an acknowledgement asks for no estate')
}

function recipientOf({ desk }: NoticeSession, { notice, recipient }: NoticePlace) {
  return desk.notices.get(notice)?.recipients.get(recipient)
}

function askPage(c: Context, parts: OutsideParts): Response {
  return answerPage(c, parts, {
    title: ({ language }) => noticeWords[language].acknowledge.title,
    body: ({ words: { language } }) => {
      const words = noticeWords[language].acknowledge
      return markup`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<form method="post" action="?lang=${language}"><button type="submit">${words.button}</button></form>
<p>${words.note}</p>`
    },
  })
}

function donePage(c: Context, parts: OutsideParts, receivedAt: string): Response {
  return answerPage(c, parts, {
    title: ({ language }) => noticeWords[language].acknowledge.done,
    body: ({ words: { language }, face }) => {
      const words = noticeWords[language].acknowledge
      return markup`<h1>${words.done}</h1>
<p class="lead" role="status">${words.doneText(timeText(language, face.timeZone, receivedAt))}</p>`
    },
  })
}

/** Whoever is the recipient after all hears why pressing is not enough, and is called. */
function spentLink(c: Context, parts: OutsideParts): Response {
  return answerPage(c, parts, {
    status: 410,
    title: ({ language }) => noticeWords[language].acknowledge.spent,
    body: ({ words: { language } }) => {
      const words = noticeWords[language].acknowledge
      return markup`<h1>${words.spent}</h1>
<p class="lead" role="status">${words.spentText}</p>`
    },
  })
}

function unknownLink(c: Context, parts: OutsideParts): Response {
  return answerPage(c, parts, {
    status: 404,
    title: ({ language }) => noticeWords[language].acknowledge.unknown,
    body: ({ words: { language } }) => {
      const words = noticeWords[language].acknowledge
      return markup`<h1>${words.unknown}</h1>
<p class="lead">${words.unknownText}</p>`
    },
  })
}

function timeText(language: 'de' | 'en', timeZone: string, iso: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone,
  }).format(new Date(iso))
}
