import { subscriptions } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  openToken,
  readMailAddress,
  type TokenContent,
  type TokenPurpose,
} from '../../../core/subscriptions/index.ts'
import { rateLimit } from '../../http/index.ts'
import type { OutsideRoutes } from '../outside-parts.ts'
import { languageOf } from '../pages/language.ts'
import { readForm } from '../read-form.ts'
import { managePage, readScope, sayingPage, subscribePage } from './subscribe-form.ts'

/** An office of twenty behind one address subscribes at once; a program that fills in the form is slow from then on. */
const formsAtOnce = 20
const formsPerMinute = 2

/**
 * Subscribing, confirming, settings, unsubscribing. GET shows, POST acts. Whatever was typed into the form, known or not,
 * the answer is the same page by the same way; mails are made later by whoever tells, never here.
 */
export const subscriptionRoutes: OutsideRoutes = (app, parts) => {
  const { database, secret, now, caseId, face } = parts
  const own = subscriptions(database, { secret })
  const limit = rateLimit({ perMinute: formsPerMinute, burst: formsAtOnce, now })
  const services = (): readonly string[] => face().services.map(({ id }) => id)

  app.get('/subscribe', (c) => {
    if (caseId === undefined) return nothingPage(c)
    return subscribePage(c, parts, { scope: { language: languageOf(c), kinds: 'all', services: [] } })
  })

  app.post('/subscribe', async (c) => {
    if (caseId === undefined) return nothingPage(c)
    const fields = await readForm(c)
    const scope = readScope(fields, services(), languageOf(c))
    const typed = (fields.get('address') ?? '').slice(0, 300)
    const read = readMailAddress(typed)
    if ('problem' in read) return subscribePage(c, parts, { scope, typed, problem: read.problem })
    limit.take(parts.callerOf(c))
    // A program that fills in every field hears what a person hears.
    const isTrapped = (fields.get('website') ?? '') !== ''
    const outcome = isTrapped
      ? undefined
      : await own.byAddress(caseId, { command: 'ask', address: read.address, scope }, now())
    if (outcome !== undefined && 'refused' in outcome) {
      return sayingPage(c, parts, { title: (w) => w.fullTitle, lines: (w) => [w.fullLead], status: 503 })
    }
    return sayingPage(c, parts, {
      title: (w) => w.sentTitle,
      lines: (w) => [w.sentLead, w.sentNote, w.privacy],
    })
  })

  app.get('/subscribe/confirm/:token', (c) => {
    const opened = open(c.req.param('token'), 'confirm')
    if (opened === 'expired') return usedPage(c)
    return sayingPage(c, parts, {
      title: (w) => w.confirmTitle,
      lines: (w) => [w.confirmLead],
      button: (w) => w.confirmButton,
    })
  })
  app.post('/subscribe/confirm/:token', async (c) => {
    const opened = open(c.req.param('token'), 'confirm')
    if (opened === 'expired') return usedPage(c)
    const outcome = await own.byId(opened.id, { command: 'confirm', round: opened.round }, now())
    if ('refused' in outcome) return usedPage(c)
    return sayingPage(c, parts, { title: (w) => w.confirmedTitle, lines: (w) => [w.confirmedLead] })
  })

  app.get('/subscribe/manage/:token', async (c) => {
    const opened = open(c.req.param('token'), 'manage')
    const found = opened === 'expired' ? undefined : await own.byLink(opened.id)
    if (opened === 'expired' || found?.stage !== 'confirmed' || found.round !== opened.round)
      return usedPage(c)
    return managePage(c, parts, found.scope)
  })
  app.post('/subscribe/manage/:token', async (c) => {
    const opened = open(c.req.param('token'), 'manage')
    if (opened === 'expired') return usedPage(c)
    const fields = await readForm(c)
    const { id, round } = opened
    // Changing first shows that the link is of this round; an old one must not end what was begun anew.
    const scope = readScope(fields, services(), languageOf(c))
    const isEnd = fields.has('end')
    const found = isEnd ? await own.byLink(id) : undefined
    if (isEnd && found?.round !== round) return usedPage(c)
    const command = isEnd ? ({ command: 'end' } as const) : ({ command: 'change', round, scope } as const)
    const outcome = await own.byId(id, command, now())
    if ('refused' in outcome) return usedPage(c)
    return isEnd
      ? endedPage(c)
      : sayingPage(c, parts, { title: (w) => w.savedTitle, lines: (w) => [w.savedLead] })
  })

  app.get('/u/:token', (c) => {
    open(c.req.param('token'), 'unsubscribe')
    return sayingPage(c, parts, {
      title: (w) => w.endTitle,
      lines: (w) => [w.endLead],
      button: (w) => w.endButton,
    })
  })
  // RFC 8058: mail programs post here by themselves. No cookie, no redirect, no second step; twice is as good as once.
  app.post('/u/:token', async (c) => {
    const opened = open(c.req.param('token'), 'unsubscribe')
    if (opened !== 'expired') await own.byId(opened.id, { command: 'end' }, now())
    return endedPage(c)
  })

  type Caller = Parameters<typeof sayingPage>[0]
  const usedPage = (c: Caller): Response =>
    sayingPage(c, parts, {
      title: (w) => w.usedTitle,
      lines: (w) => [w.usedLead],
      offersForm: true,
      status: 410,
    })
  const endedPage = (c: Caller): Response =>
    sayingPage(c, parts, { title: (w) => w.endedTitle, lines: (w) => [w.endedLead] })
  const nothingPage = (c: Caller): Response =>
    sayingPage(c, parts, { title: (w) => w.noCaseTitle, lines: (w) => [w.noCaseLead] })

  /** Throws `not-found` for whatever is no token of ours for this purpose. */
  function open(token: string, purpose: TokenPurpose): TokenContent | 'expired' {
    const opened = openToken(own.linkKey, purpose, { token, now: now() })
    if (opened !== 'forged') return opened
    throw new AnlaufError('not-found', 'This link opens nothing.', { hint: 'Copy all of it from the mail.' })
  }
}
