import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { type Browser, chromium } from 'playwright-core'

import { cleanRun } from '../../packages/platform/src/core/case/clean-run.fixture.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import { by, openApi, type TestApi } from '../../packages/platform/src/doors/api/api.fixture.ts'
import { needProgram } from '../debian.ts'
import {
  accountLink,
  assertion,
  call,
  chromium as program,
  type Desk,
  join,
  openDesk,
} from './passkey-desk.ts'

/** Approvals by real passkeys in a real browser. Each test needs those before it. */
const skip = needProgram('chromium', 'chromium')
let api: TestApi
let browser: Browser
let clock = Date.parse('2026-03-11T06:00:00Z')
const minutes = (count: number): number => count * 60_000
const desks = new Map<string, Desk>()
const digest = 'a'.repeat(64)

interface View {
  readonly request: string
  readonly status: string
  readonly contentHash: string
  readonly missing: number
  readonly facts: readonly { readonly id: string; readonly value: unknown }[]
  readonly given: readonly { readonly person: string; readonly verdict: string; readonly revoked: boolean }[]
  readonly yours: { readonly roles: readonly string[]; readonly why?: { readonly en: string } }
}
interface Options {
  readonly signedAt: string
  readonly statement: string
  readonly short: string
  readonly publicKey: { readonly challenge: string; readonly allowCredentials: readonly unknown[] }
}
type Assertion = { id: string; response: Record<string, string> }

before(async () => {
  if (skip !== false) return
  api = await openApi({ now: () => new Date(clock) })
  browser = await chromium.launch(program)
  const people = { anna: 'administrator', bernd: 'lead', clara: 'security', dora: 'service-owner' }
  for (const [person, role] of Object.entries(people)) {
    const desk = await openDesk(browser)
    desks.set(person, desk)
    const link = person === 'anna' ? await api.firstLink() : await accountLink(api, person, [role])
    await join(desk, link ?? '', person === 'anna' ? 'anna' : undefined)
    clock += 1000
  }
})
after(async () => {
  if (skip !== false) return
  await browser.close()
  await api[Symbol.asyncDispose]()
})

const page = (person: string) => (desks.get(person) as Desk).page

async function scanned(caseId: string, unit = 'nordwind', manifestDigest = digest): Promise<void> {
  const session = await openCase(api.log, caseId)
  await session.execute(
    {
      command: 'record',
      facts: [
        { type: 'isolation.proven', systems: ['s'], probes: 3, proof: digest },
        ...cleanRun(unit, { manifestDigest }),
      ],
    },
    { actor: by.actor, at: new Date(clock).toISOString() },
  )
}

async function list(person: string, caseId = 'night-1', status = 'open') {
  const answer = await call(page(person), 'GET', `/api/cases/${caseId}/approvals?status=${status}`)
  assert.equal(answer.status, 200, JSON.stringify(answer.json))
  return answer.json as {
    requests: View[]
    ready: { unit: string; contentHash: string }[]
    overrides: Record<string, unknown>[]
  }
}

async function ask(person: string, caseId = 'night-1'): Promise<View> {
  const [ready] = (await list(person, caseId)).ready
  const body = { kind: 'unit', ...ready, reason: 'everything was checked' }
  const answer = await call(page(person), 'POST', `/api/cases/${caseId}/approvals`, body)
  assert.equal(answer.status, 200, JSON.stringify(answer.json))
  return answer.json as View
}

const path = (request: string, caseId = 'night-1'): string => `/api/cases/${caseId}/approvals/${request}`

interface Word {
  readonly verdict?: string
  readonly role: string
  readonly reason?: string
}

/** What goes to the server after the authenticator said yes. */
async function signedWord(person: string, request: string, word: Word, caseId = 'night-1') {
  const said = { verdict: 'approve', reason: '', ...word }
  const asked = await call(page(person), 'POST', `${path(request, caseId)}/options`, said)
  assert.equal(asked.status, 200, JSON.stringify(asked.json))
  const options = asked.json as Options
  const credential = (await assertion(page(person), options.publicKey)) as Assertion
  assert.equal(typeof credential, 'object', JSON.stringify(credential))
  return { ...said, signedAt: options.signedAt, credential }
}

async function sign(person: string, request: string, word: Word, caseId = 'night-1') {
  const body = await signedWord(person, request, word, caseId)
  return call(page(person), 'POST', `${path(request, caseId)}/signatures`, body)
}

test(
  'a unit that was scanned can be asked for; everybody sees exactly what would be signed',
  { skip },
  async () => {
    await api.declare('night-1')
    assert.deepEqual((await list('bernd')).ready, [])
    await scanned('night-1')
    const request = await ask('bernd')
    assert.deepEqual([request.status, request.missing], ['open', 2])
    assert.equal(request.facts.find(({ id }) => id === 'scanned')?.value, 5)
    const options = (
      await call(page('bernd'), 'POST', `${path(request.request)}/options`, {
        verdict: 'approve',
        role: 'lead',
      })
    ).json as Options
    const said = JSON.parse(options.statement) as Record<string, unknown>
    assert.deepEqual(
      [said['contentHash'], said['person'], said['role'], said['verdict']],
      [request.contentHash, 'bernd', 'lead', 'approve'],
    )
    assert.ok(request.contentHash.startsWith(options.short))
    assert.deepEqual((await list('anna')).requests[0]?.yours, {
      roles: [],
      signed: false,
      why: { de: 'Keine Ihrer Rollen zählt hier.', en: 'None of your roles counts here.' },
    })
    const twice = await call(page('clara'), 'POST', '/api/cases/night-1/approvals', {
      kind: 'unit',
      unit: 'nordwind',
      contentHash: request.contentHash,
      reason: 'again',
    })
    assert.deepEqual(
      [twice.status, (twice.json as { context: { refused: string } }).context.refused],
      [400, 'already-requested'],
    )
  },
)

test('two people sign with their passkeys; one alone, or one twice, is not enough', { skip }, async () => {
  const [request] = (await list('bernd')).requests
  assert.ok(request)
  const first = await sign('bernd', request.request, { role: 'lead' })
  assert.deepEqual([first.status, (first.json as View).missing], [200, 1], JSON.stringify(first.json))
  const again = await call(page('bernd'), 'POST', `${path(request.request)}/options`, {
    verdict: 'approve',
    role: 'lead',
  })
  assert.equal(again.status, 400, 'the person is told before the authenticator asks')
  const other = await call(page('clara'), 'POST', `${path(request.request)}/options`, {
    verdict: 'approve',
    role: 'lead',
  })
  assert.equal(other.status, 400, 'a role that the key was not registered for')
  const second = await sign('clara', request.request, { role: 'security' })
  assert.deepEqual([(second.json as View).status, (second.json as View).missing], ['approved', 0])
  const { state } = await openCase(api.log, 'night-1')
  assert.equal(state.units.get('nordwind')?.approvals.length, 2)
})

test('a new fact voids what was signed; the request says so', { skip }, async () => {
  await scanned('night-1', 'nordwind', 'b'.repeat(64))
  const [request] = (await list('bernd', 'night-1', 'all')).requests
  assert.ok(request)
  assert.deepEqual([request.status, request.facts], ['void', []])
  const { state } = await openCase(api.log, 'night-1')
  assert.deepEqual(state.units.get('nordwind')?.approvals, [])
  const late = await call(page('dora'), 'POST', `${path(request.request)}/options`, {
    verdict: 'approve',
    role: 'service-owner',
  })
  assert.equal(late.status, 400)
})

test('what was signed for one request, once, in one name, counts for nothing else', { skip }, async () => {
  const request = await ask('bernd')
  const word = await signedWord('bernd', request.request, { role: 'lead' })
  const attempts: [string, Record<string, unknown>, string][] = [
    ['another verdict', { ...word, verdict: 'reject', reason: 'x' }, 'bernd'],
    ['another reason', { ...word, reason: 'x' }, 'bernd'],
    ['another time', { ...word, signedAt: new Date(clock - 1000).toISOString() }, 'bernd'],
    ['another role', { ...word, role: 'it' }, 'bernd'],
    ['another person', { ...word, role: 'security' }, 'clara'],
  ]
  for (const [what, body, person] of attempts) {
    const answer = await call(page(person), 'POST', `${path(request.request)}/signatures`, body)
    assert.equal(answer.status, 400, `${what}: ${JSON.stringify(answer.json)}`)
  }
  clock += minutes(11)
  const late = await call(page('bernd'), 'POST', `${path(request.request)}/signatures`, word)
  assert.equal(late.status, 400, 'signed eleven minutes ago')
  const fresh = await signedWord('bernd', request.request, { role: 'lead' })
  const done = await call(page('bernd'), 'POST', `${path(request.request)}/signatures`, fresh)
  assert.equal(done.status, 200, JSON.stringify(done.json))
  const repeated = await call(page('bernd'), 'POST', `${path(request.request)}/signatures`, fresh)
  assert.deepEqual([repeated.status, (repeated.json as View).missing], [200, 1], 'the network repeated it')
  const back = await call(page('bernd'), 'POST', `${path(request.request)}/withdrawal`, {
    reason: 'not sure',
  })
  assert.deepEqual([back.status, (back.json as View).missing], [200, 2])
  const replayed = await call(page('bernd'), 'POST', `${path(request.request)}/signatures`, fresh)
  assert.equal(replayed.status, 400, 'what was taken back does not come back')
})

test('an objection ends a request, and needs a reason', { skip }, async () => {
  const [request] = (await list('clara')).requests
  assert.ok(request)
  const silent = await call(page('clara'), 'POST', `${path(request.request)}/options`, {
    verdict: 'reject',
    role: 'security',
  })
  assert.equal(silent.status, 400)
  const no = await sign('clara', request.request, {
    verdict: 'reject',
    role: 'security',
    reason: 'rules too old',
  })
  assert.equal((no.json as View).status, 'rejected')
  const late = await call(page('bernd'), 'POST', `${path(request.request)}/options`, {
    verdict: 'approve',
    role: 'lead',
  })
  assert.equal(late.status, 400)
})

test('a request that nobody answered in time is over', { skip }, async () => {
  const request = await ask('bernd')
  await sign('bernd', request.request, { role: 'lead' })
  clock += minutes(8 * 60 + 1)
  for (const person of ['bernd', 'clara']) {
    await page(person).goto(`${api.url}/sign-in`)
    await page(person).getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page(person)
      .getByRole('status')
      .filter({ hasText: /Signed in as/ })
      .waitFor()
  }
  const late = await call(page('clara'), 'POST', `${path(request.request)}/options`, {
    verdict: 'approve',
    role: 'security',
  })
  assert.equal(late.status, 400)
  assert.equal((await list('clara', 'night-1', 'all')).requests[0]?.status, 'expired')
})

test(
  'a session alone, stolen or not, approves nothing: the key has to sign, with its holder verified',
  { skip },
  async () => {
    const request = await ask('clara')
    const options = (
      await call(page('clara'), 'POST', `${path(request.request)}/options`, {
        verdict: 'approve',
        role: 'security',
      })
    ).json as Options
    const desk = desks.get('clara') as Desk
    await desk.key.verify(false)
    assert.equal(
      typeof (await assertion(desk.page, options.publicKey)),
      'string',
      'the browser signs nothing',
    )
    await desk.key.verify(true)
    const made = { authenticatorData: 'AAAA', clientDataJSON: 'AAAA', signature: 'AAAA' }
    const allowed = options.publicKey.allowCredentials[0] as { id: string }
    const forged = await call(page('clara'), 'POST', `${path(request.request)}/signatures`, {
      verdict: 'approve',
      role: 'security',
      signedAt: options.signedAt,
      credential: { id: allowed.id, response: made },
    })
    assert.equal(forged.status, 400)
  },
)

test(
  'the account lets the first ones in; whoever an administrator invites waits for two who vouch',
  { skip },
  async () => {
    await page('anna').goto(`${api.url}/sign-in`)
    await page('anna').getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page('anna')
      .getByRole('status')
      .filter({ hasText: /Signed in as/ })
      .waitFor()
    for (const person of ['eve', 'mallory']) {
      const invited = await call(page('anna'), 'POST', '/api/invitations', { person, roles: ['lead'] })
      const desk = await openDesk(browser)
      desks.set(person, desk)
      await join(desk, (invited.json as { url: string }).url)
      // Keys are listed by the time of their registration.
      clock += 1000
    }
    const [request] = (await list('eve')).requests
    assert.ok(request)
    const refused = await call(page('eve'), 'POST', `${path(request.request)}/options`, {
      verdict: 'approve',
      role: 'lead',
    })
    assert.deepEqual([refused.status, (refused.json as { code: string }).code], [409, 'gate-closed'])
    const { keys } = (await call(page('anna'), 'GET', '/api/approver-keys')).json as {
      keys: { person: string; keyId: string; standing: string; missing: number; vouchedBy: string[] }[]
    }
    assert.deepEqual(
      keys.map(({ person, standing }) => `${person} ${standing}`),
      ['anna genesis', 'bernd genesis', 'clara genesis', 'dora genesis', 'eve waiting', 'mallory waiting'],
    )
    const keyOf = (person: string) => keys.find((key) => key.person === person)?.keyId ?? ''
    const vouch = async (person: string, forWhom: string) => {
      const at = `/api/approver-keys/${keyOf(forWhom)}/vouchers`
      const asked = await call(page(person), 'POST', `${at}/options`, undefined)
      if (asked.status !== 200) return asked.status
      const credential = await assertion(page(person), (asked.json as Options).publicKey)
      return (await call(page(person), 'POST', at, { credential })).status
    }
    assert.equal(await vouch('anna', 'eve'), 204)
    assert.equal(await vouch('anna', 'eve'), 204, 'once more changes nothing')
    assert.equal(await vouch('mallory', 'eve'), 409, 'who waits vouches for nobody')
    assert.equal(await vouch('eve', 'eve'), 409)
    const still = await call(page('eve'), 'POST', `${path(request.request)}/options`, {
      verdict: 'approve',
      role: 'lead',
    })
    assert.equal(still.status, 409, 'an administrator alone lets nobody sign')
    assert.equal(await vouch('bernd', 'eve'), 204)
    const signed = await sign('eve', request.request, { role: 'lead' })
    assert.equal(signed.status, 200, JSON.stringify(signed.json))
    const { state } = await openCase(api.log, 'night-1')
    const eve = [...state.credentials.values()].find(({ person }) => person === 'eve')
    assert.deepEqual(eve?.vouchedBy.toSorted(), ['anna', 'bernd'])
  },
)

test(
  'a revoked key signs nothing any more and what it signed counts no more; released stays released',
  { skip },
  async () => {
    const [request] = (await list('bernd')).requests
    assert.ok(request)
    assert.equal(request.missing, 1)
    const { keys } = (await call(page('anna'), 'GET', '/api/approver-keys')).json as {
      keys: { person: string; keyId: string }[]
    }
    const eve = keys.find(({ person }) => person === 'eve')?.keyId ?? ''
    assert.equal(
      (await call(page('dora'), 'POST', `/api/approver-keys/${eve}/revocation`, { reason: 'x' })).status,
      401,
    )
    assert.equal(
      (await call(page('clara'), 'POST', `/api/approver-keys/${eve}/revocation`, { reason: 'x' })).status,
      403,
    )
    const done = await call(page('anna'), 'POST', `/api/approver-keys/${eve}/revocation`, {
      reason: 'key was lost',
    })
    assert.deepEqual(done.json, { cases: ['night-1'] })
    assert.equal((await call(page('eve'), 'GET', '/api/me')).status, 401, 'the session ended')
    const [after] = (await list('bernd')).requests
    assert.deepEqual([after?.missing, after?.given[0]?.revoked], [2, true])
  },
)
