import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import fc from 'fast-check'
import { z } from 'zod'

import {
  afterAttempt,
  bodyFor,
  isToBeHeld,
  mayLeave,
  openAddress,
  pauses,
  publicKeyText,
  readEndpointUrl,
  sealAddress,
  signedHeaders,
  signingKey,
  type UpdateData,
  type WebhookEvent,
  webhookTypes,
} from './index.ts'

const now = new Date('2026-03-11T06:00:00.000Z')

test('the pauses are those of Standard Webhooks, with jitter; what is refused as it is goes four times, no more', () => {
  assert.deepEqual(pauses, [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
  for (const [at, pause] of pauses.entries()) {
    for (const random of [0, 0.5, 0.999]) {
      const after = afterAttempt({ status: 500 }, { count: at + 1, now, random })
      assert.ok(after.kind === 'again')
      const seconds = (after.at.getTime() - now.getTime()) / 1000
      assert.ok(Math.abs(seconds - pause) <= pause * 0.1 + 0.001, `${seconds} for ${pause}`)
    }
  }
  // The tenth holds its endpoint; a person lets it go on.
  assert.equal(afterAttempt({ failure: 'timeout' }, { count: 10, now, random: 0 }).kind, 'again')
  const kinds = (status: number): string[] =>
    [3, 4].map((count) => afterAttempt({ status }, { count, now, random: 0 }).kind)
  for (const status of [400, 401, 404, 413]) assert.deepEqual(kinds(status), ['again', 'given-up'])
  for (const status of [302, 408, 425, 429, 500]) assert.deepEqual(kinds(status), ['again', 'again'])
})

test('only 2xx is delivered; a redirect is a failure; 410 ends it; Retry-After is honoured within a day', () => {
  const kind = (status: number): string => afterAttempt({ status }, { count: 1, now, random: 0 }).kind
  assert.deepEqual([200, 204, 299].map(kind), ['delivered', 'delivered', 'delivered'])
  assert.deepEqual([100, 301, 302, 307, 400, 404, 429, 500, 600].map(kind), Array(9).fill('again'))
  assert.equal(kind(410), 'gone')
  const seconds = (retryAfter: string): number => {
    const after = afterAttempt({ status: 429, retryAfter }, { count: 1, now, random: 0.5 })
    return after.kind === 'again' ? (after.at.getTime() - now.getTime()) / 1000 : -1
  }
  assert.equal(seconds('120'), 120)
  assert.equal(seconds('Wed, 11 Mar 2026 06:10:00 GMT'), 600)
  assert.equal(seconds('999999999'), 86_400)
  for (const nonsense of ['', '-5', 'soon', '1e9', '9'.repeat(400), 'Wed, 11 Mar 1999 06:10:00 GMT']) {
    assert.equal(seconds(nonsense), 5, nonsense)
  }
})

test('ten failures in a row hold an endpoint', () => {
  const failures = Array.from({ length: 10 }, () => ({ isDelivered: false }))
  assert.equal(isToBeHeld(failures), true)
  assert.equal(isToBeHeld(failures.slice(1)), false)
  assert.equal(isToBeHeld([{ isDelivered: false }, { isDelivered: true }, ...failures]), false)
})

test('a sealed address opens with its key and for its endpoint only, and every flipped byte shows', () => {
  const secret = randomBytes(32)
  const url = 'https://hooks.example.org/services/T0/secret?ü=1'
  const sealed = sealAddress(secret, { id: 'we_1', url, nonce: randomBytes(12) })
  assert.equal(openAddress(secret, { id: 'we_1', sealed }), url)
  assert.equal(openAddress(secret, { id: 'we_2', sealed }), undefined)
  assert.equal(openAddress(randomBytes(32), { id: 'we_1', sealed }), undefined)
  assert.equal(openAddress(secret, { id: 'we_1', sealed: undefined }), undefined)
  for (let at = 0; at < sealed.length; at += 1) {
    const flipped = Buffer.from(sealed)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    assert.equal(openAddress(secret, { id: 'we_1', sealed: flipped }), undefined)
    assert.equal(openAddress(secret, { id: 'we_1', sealed: sealed.subarray(0, at) }), undefined)
  }
  assert.ok(!sealed.includes(Buffer.from('hooks')))
})

test('a signature verifies with the public key alone; another scope or generation is another key', () => {
  const secret = randomBytes(32)
  const keys = [2, 1].map((generation) => signingKey(secret, 'public', generation))
  const headers = signedHeaders({ id: 'msg_1', body: '{"a":"ü"}', at: now }, keys)
  assert.equal(headers['webhook-timestamp'], '1773208800')
  const signatures = headers['webhook-signature'].split(' ')
  assert.equal(signatures.length, 2)
  for (const [at, key] of keys.entries()) {
    const text = publicKeyText(key)
    assert.match(text, /^whpk_[A-Za-z0-9+/]{43}=$/)
    const der = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(text.slice(5), 'base64'),
    ])
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    const own = Buffer.from((signatures[at] ?? '').replace('v1a,', ''), 'base64')
    assert.equal(verify(null, Buffer.from('msg_1.1773208800.{"a":"ü"}'), publicKey, own), true)
    assert.equal(verify(null, Buffer.from('msg_1.1773208801.{"a":"ü"}'), publicKey, own), false)
  }
  const names = ['public', 'tenant/a', 'tenant/b'].map((scope) => publicKeyText(signingKey(secret, scope, 1)))
  assert.equal(new Set([...names, publicKeyText(signingKey(secret, 'public', 2))]).size, 4)
})

const data: UpdateData = {
  version: 1,
  case: 'night-1',
  exercise: false,
  number: 7,
  kind: 'news',
  text: { de: 'Ein <Text> & *mehr*', en: 'A <text> & *more*' },
  asOf: '2026-03-11T05:00:00.000Z',
  nextBy: '2026-03-11T09:00:00.000Z',
  corrects: { number: 5, why: { de: 'falsch', en: 'wrong' } },
  services: { mail: 'restoring' },
  contentHash: 'a'.repeat(64),
  url: 'https://status.example.org/meldungen/7.html',
}
const corrected: WebhookEvent = { type: 'update.corrected', timestamp: now.toISOString(), data }
const standard = { flavour: 'standard', language: 'de' } as const

test('every type has its schema, which takes what is sent and refuses what is not', () => {
  const common = { version: 1, case: 'night-1', exercise: true } as const
  const examples: Record<string, WebhookEvent> = {
    'update.published': { ...corrected, type: 'update.published' },
    'update.corrected': corrected,
    'incident.resolved': { ...corrected, type: 'incident.resolved' },
    'tenant.released': {
      type: 'tenant.released',
      timestamp: now.toISOString(),
      data: { ...common, tenant: 'nordwind', contentHash: 'b'.repeat(64) },
    },
    'webhook.test': { type: 'webhook.test', timestamp: now.toISOString(), data: common },
  }
  for (const type of webhookTypes) {
    const file = new URL(`../../../../../docs/webhooks/${type}.v1.schema.json`, import.meta.url)
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')))
    const example = examples[type]
    assert.ok(example)
    const sent = JSON.parse(bodyFor(standard, example)) as Record<string, unknown>
    assert.deepEqual(schema.safeParse(sent).error, undefined, type)
    for (const wrong of [
      { ...sent, type: 'other' },
      { ...sent, timestamp: 'yesterday' },
      { ...sent, data: {} },
      { ...sent, more: 1 },
    ]) {
      assert.equal(schema.safeParse(wrong).success, false, `${type} ${JSON.stringify(wrong)}`)
    }
  }
})

test('property: a body stays below 20 kB and is JSON, whatever was published', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30_000 })
  fc.assert(
    fc.property(text, text, fc.nat(5000), (de, en, services) => {
      const states = Object.fromEntries(
        Array.from({ length: services }, (_, at) => [`service-${at}`, 'restoring']),
      )
      const event: WebhookEvent = {
        ...corrected,
        data: {
          ...data,
          text: { de, en },
          corrects: { number: 1, why: { de: en, en: de } },
          services: states,
        },
      }
      const body = bodyFor(standard, event)
      assert.ok(Buffer.byteLength(body) < 20_000)
      assert.equal((JSON.parse(body) as WebhookEvent).type, 'update.corrected')
      assert.ok(body.isWellFormed())
    }),
    { numRuns: 100 },
  )
})

test('chat programs get a text in their form, and no markup of ours or theirs', () => {
  const slack = JSON.parse(bodyFor({ flavour: 'slack', language: 'de' }, corrected)) as { text: string }
  assert.match(
    slack.text,
    /^Meldung 7 berichtigt Meldung 5\nEin &lt;Text&gt; &amp; \*mehr\*\nhttps:\/\/status/,
  )
  const teams = bodyFor({ flavour: 'teams', language: 'en' }, corrected)
  assert.match(teams, /"type":"AdaptiveCard"/)
  assert.match(teams, /\\\\\*more\\\\\*/)
  const matrix = bodyFor(
    { flavour: 'matrix', language: 'en' },
    { ...corrected, data: { ...data, exercise: true } },
  )
  assert.match(matrix, /ÜBUNG \/ EXERCISE/)
  const ping = { ...corrected, data: { ...data, text: { de: '<!channel> <@U1> https://evil', en: '' } } }
  assert.doesNotMatch(bodyFor({ flavour: 'slack', language: 'de' }, ping), /<[!@]/)
})

test('an address: TLS on its port, no password; a loopback one only when asked for', () => {
  const read = (text: string, loopback = false): string => {
    const found = readEndpointUrl(text, { loopback })
    return 'url' in found ? found.url : found.problem
  }
  assert.equal(read('https://Hooks.Example.org/x#y'), 'https://hooks.example.org/x')
  assert.equal(read('https://hooks.example.org:8443/'), 'https://hooks.example.org:8443/')
  assert.equal(read('http://hooks.example.org/'), 'no-tls')
  assert.equal(read('https://hooks.example.org:25/'), 'port')
  assert.equal(read('https://a:b@hooks.example.org/'), 'password')
  for (const bad of [
    '',
    'x',
    'ftp://a.example',
    'file:///etc/passwd',
    'javascript:1',
    `https://a.example/${'x'.repeat(2000)}`,
  ]) {
    assert.equal(read(bad), 'no-address')
  }
  assert.equal(read('http://127.0.0.1:8080/', true), 'http://127.0.0.1:8080/')
  assert.equal(read('http://localhost.example/', true), 'not-loopback')
  assert.equal(read('http://10.0.0.1/', true), 'not-loopback')
  assert.equal(mayLeave({ isLoopback: true }, true), true)
  assert.equal(mayLeave({ isLoopback: false }, true), false)
  assert.equal(mayLeave({ isLoopback: true }, false), false)
  assert.equal(mayLeave({ isLoopback: false }, false), true)
})
