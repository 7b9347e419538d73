import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { subscriptions } from '../../../adapters/database/index.ts'
import { sealToken, type TokenPurpose } from '../../../core/subscriptions/index.ts'
import { openTestOutside } from '../outside.fixture.ts'

let clock = Date.parse('2026-03-13T09:00:00Z')
let caller = 0
const outside = await openTestOutside({
  now: () => new Date(clock),
  publicUrl: new URL('https://contact.example.org'),
  case: { id: 'night-1', exercise: false },
  perMinute: 100_000,
})
after(() => outside[Symbol.asyncDispose]())
const secret = Buffer.from(readFileSync(join(outside.home, 'outside.key'), 'utf8').trim(), 'hex')
const own = subscriptions(outside.database, { secret })

const from = (): Record<string, string> => ({
  'X-Forwarded-For': `2001:db8:${(caller += 1).toString(16)}::1`,
})
const subscribe = (fields: Record<string, string>, headers = from()): Promise<Response> =>
  outside.post('/subscribe?lang=en', { kinds: 'all', language: 'en', ...fields }, headers)
const rows = () =>
  outside.database.query<{
    id: string
    address: string | null
    stage: string
    round: number
    kinds: string
    owes: string | null
  }>('select id, address, stage, round, kinds, owes from anlauf.subscription order by asked_at, id')
const rowOf = async (address: string) => {
  const found = (await rows()).find((row) => row.address === address)
  assert.ok(found, address)
  return found
}
const token = (purpose: TokenPurpose, { id, round }: { id: string; round: number }, minutes = 60): string =>
  sealToken(own.linkKey, purpose, { id, round, expiresAt: new Date(clock + minutes * 60_000) })

test('form, link, confirmed; GET changes nothing; the link again is no harm', async () => {
  const form = await (await outside.get('/subscribe?lang=de', from())).text()
  assert.match(form, /Meldungen per E-Mail/)
  assert.doesNotMatch(form, /<script/)
  const sent = await subscribe({ address: 'lea@a.example', kinds: 'releases', services: 'mail' })
  assert.equal(sent.status, 200)
  assert.match(await sent.text(), /Look into your mailbox/)
  const pending = await rowOf('lea@a.example')
  assert.deepEqual([pending.stage, pending.kinds, pending.owes], ['pending', 'releases', 'opt-in'])
  const path = `/subscribe/confirm/${token('confirm', pending)}?lang=en`
  const shown = await outside.get(path, from())
  assert.match(await shown.text(), /<button>Get the updates<\/button>/)
  assert.equal((await rowOf('lea@a.example')).stage, 'pending')
  for (let time = 0; time < 2; time += 1) {
    assert.match(await (await outside.post(path, {}, from())).text(), /You are subscribed/)
  }
  assert.equal((await rowOf('lea@a.example')).stage, 'confirmed')
})

test('nobody learns whether an address is known: the same bytes, and the confirmed one keeps its choice', async () => {
  const known = await subscribe({ address: 'lea@a.example', kinds: 'advisories' })
  const unknown = await subscribe({ address: 'new@a.example', kinds: 'advisories' })
  const trapped = await subscribe({ address: 'program@a.example', website: 'http://spam.example' })
  const [one, two, three] = await Promise.all([known, unknown, trapped].map((answer) => answer.text()))
  assert.equal(one, two)
  assert.equal(one, three)
  assert.deepEqual([known.status, [...known.headers.keys()]], [unknown.status, [...unknown.headers.keys()]])
  const lea = await rowOf('lea@a.example')
  assert.deepEqual([lea.stage, lea.kinds, lea.owes], ['confirmed', 'releases', 'manage-link'])
  assert.equal(
    (await rows()).some(({ address }) => address === 'program@a.example'),
    false,
  )

  const timeOf = async (address: string): Promise<number> => {
    const startedAt = performance.now()
    await (await subscribe({ address })).text()
    return performance.now() - startedAt
  }
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] }
  for (let at = 0; at < 40; at += 1) {
    times.known.push(await timeOf('lea@a.example'))
    times.unknown.push(await timeOf(`stranger-${at}@a.example`))
  }
  const median = (list: number[]): number => list.toSorted((a, b) => a - b)[20] ?? 0
  const ratio = median(times.known) / median(times.unknown)
  assert.ok(
    ratio > 0.4 && ratio < 2.5,
    `known ${median(times.known)} ms, unknown ${median(times.unknown)} ms`,
  )
})

test('what is no address is said at its field, keeps what was typed, and is escaped', async () => {
  for (const address of [
    '',
    'x',
    'a@b.example\r\nBcc: c@d.example',
    '"><script>alert(1)</script>@a.example',
    `${'l'.repeat(5000)}@a.example`,
  ]) {
    const answer = await subscribe({ address, services: 'mail' })
    const page = await answer.text()
    assert.equal(answer.status, 422)
    assert.match(page, /role="alert"/)
    assert.match(page, /aria-invalid="true"/)
    assert.match(page, /id="service-mail" name="services" value="mail" checked/)
    assert.doesNotMatch(page, /<script/)
  }
  const mixed = await subscribe({ address: 'lea@pаypal.example' })
  assert.match(await mixed.text(), /several alphabets/)
})

test('forged, foreign, old and replayed links open nothing', async () => {
  await subscribe({ address: 'max@b.example' })
  const max = await rowOf('max@b.example')
  const good = token('confirm', max)
  const other = await outside.post(`/subscribe/manage/${good}`, {}, from())
  assert.equal(other.status, 404)
  for (const forged of [
    'x',
    'A'.repeat(55),
    good.slice(1),
    `${good}A`,
    `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
    '..%2f..%2fetc',
  ]) {
    for (const path of ['/subscribe/confirm/', '/subscribe/manage/', '/u/']) {
      assert.equal((await outside.post(path + forged, {}, from())).status, 404)
      assert.equal((await outside.get(path + forged, from())).status, 404)
    }
  }
  clock += 61 * 60_000
  assert.equal((await outside.post(`/subscribe/confirm/${good}`, {}, from())).status, 410)
  assert.equal((await rowOf('max@b.example')).stage, 'pending')
  const fresh = token('confirm', max)
  assert.equal((await outside.post(`/subscribe/confirm/${fresh}`, {}, from())).status, 200)

  const manage = `/subscribe/manage/${token('manage', await rowOf('max@b.example'))}?lang=en`
  assert.match(await (await outside.get(manage, from())).text(), /value="all" checked/)
  const saved = await outside.post(
    manage,
    { kinds: 'advisories', language: 'en', services: 'nowhere' },
    from(),
  )
  assert.match(await saved.text(), /Saved/)
  assert.equal((await rowOf('max@b.example')).kinds, 'advisories')
  assert.equal((await outside.post(manage, { kinds: 'all' }, from())).status, 410, 'it serves once')
  assert.equal((await outside.post(manage, { end: 'yes' }, from())).status, 410)
  assert.equal((await outside.get(manage, from())).status, 410)
  assert.equal((await rowOf('max@b.example')).kinds, 'advisories')
})

test('one click unsubscribes (RFC 8058): a POST without cookie, no redirect, the address is gone; twice is fine', async () => {
  const max = await rowOf('max@b.example')
  const link = `/u/${sealToken(own.linkKey, 'unsubscribe', { id: max.id, round: 0, expiresAt: undefined })}`
  const shown = await outside.get(link, from())
  assert.match(await shown.text(), /<button>/)
  assert.equal(
    (await rowOf('max@b.example')).stage,
    'confirmed',
    'a mail scanner that follows the link changes nothing',
  )
  for (let time = 0; time < 2; time += 1) {
    const answer = await outside.post(link, { 'List-Unsubscribe': 'One-Click' }, from())
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('location'), null)
  }
  const ended = (await rows()).find(({ id }) => id === max.id)
  assert.deepEqual([ended?.stage, ended?.address], ['ended', null])
  // Old links of all kinds are worthless then; the own wish begins anew.
  assert.equal((await outside.post(`/subscribe/confirm/${token('confirm', max)}`, {}, from())).status, 410)
  await subscribe({ address: 'max@b.example' })
  assert.equal((await rowOf('max@b.example')).round, max.round + 1)
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')
  const raw = await fetch(outside.url + link, { method: 'POST', body: multipart, redirect: 'manual' })
  assert.equal(raw.status, 200)
  assert.equal(
    (await rows()).some(({ address }) => address === 'max@b.example'),
    false,
  )
})

test('one address that floods is slowed down while others get through', async () => {
  const one = from()
  const statuses: number[] = []
  for (let at = 0; at < 25; at += 1)
    statuses.push((await subscribe({ address: `v${at}@c.example` }, one)).status)
  assert.equal(statuses.filter((status) => status === 200).length, 20)
  assert.equal(statuses.at(-1), 429)
  assert.equal((await subscribe({ address: 'other@c.example' })).status, 200)
})

test('two forms at the same moment make one subscription', async () => {
  await Promise.all(Array.from({ length: 8 }, () => subscribe({ address: 'Same@d.example' })))
  await subscribe({ address: 'same@D.example' })
  assert.equal((await rows()).filter(({ address }) => address?.toLowerCase() === 'same@d.example').length, 1)
})

test('no log line holds a token or an address', () => {
  const lines = JSON.stringify(outside.lines)
  assert.match(lines, /\/subscribe\/confirm\/:token/)
  assert.doesNotMatch(lines, /@|[\w-]{55}/)
})
