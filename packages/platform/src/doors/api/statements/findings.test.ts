import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openCase } from '../../../core/case/index.ts'
import { findingsInForce, openStatements } from '../../../core/statements/index.ts'
import { exampleEstate as estate } from '../../../core/updates/estate.fixture.ts'
import { api, by, call, hour, nordwind, second, sign, tenants, time } from './letters.fixture.ts'
import type { DraftedLettersShape, TenantFindingsShape } from './statement-shapes.ts'

/** Findings and drafts as the console makes them: nothing of it needs the command line. */
async function declare(caseId: string): Promise<void> {
  const session = await openCase(api.log, caseId)
  const scope = { tenants, services: ['mail', 'share'] }
  await session.execute({ command: 'declare', title: 'x', exercise: false, ...scope }, by())
}

const gaps = { de: 'Die Protokolle fehlen.', en: 'The logs are missing.' }
const grounds = { de: 'Alle Dateien sind da.', en: 'All files are there.' }
const undetermined = () => ({
  tenants: 'affected',
  service: 'mail',
  harm: 'exfiltration',
  verdict: 'undetermined',
  gaps,
  asOf: new Date(time.now - hour).toISOString(),
})

const of = async (caseId: string, tenant: string): Promise<TenantFindingsShape> =>
  (await call('lea', `${caseId}/statements/${tenant}/findings`)).json as unknown as TenantFindingsShape

interface Problem {
  readonly title: string
  readonly detail?: string
}
const drafts = async (caseId: string, body: object, key?: string) => {
  const nextBy = new Date(time.now + 48 * hour).toISOString()
  const answer = await call('lea', `${caseId}/statements/drafts`, { nextBy, ...body }, key)
  return { status: answer.status, json: answer.json as unknown as DraftedLettersShape & Problem }
}

test('a finding is typed, signed with a passkey, and stands in every letter; a second try asks nobody twice', async () => {
  await declare('found')
  const first = await of('found', nordwind)
  assert.deepEqual(first.findings, [])
  assert.ok(first.open.some(({ service, harm }) => service === 'mail' && harm === 'exfiltration'))
  const asked = await call('finn', 'found/findings', undetermined())
  assert.equal(asked.status, 200, JSON.stringify(asked.json))
  const again = await call('finn', 'found/findings', undetermined())
  assert.equal(again.json.request, asked.json.request)
  assert.deepEqual((await of('found', second)).requests, [asked.json.request])
  assert.deepEqual((await of('found', nordwind)).findings, [], 'nobody signed it yet')

  const [shown] = (await call('finn', 'found/approvals')).json.requests
  const fact = (id: string) => String(shown?.facts.find((one) => one.id === id)?.value)
  assert.match(fact('findingsDe'), /Abgeflossen: nicht feststellbar[^]*Was fehlt: Die Protokolle fehlen\./)
  assert.match(fact('findingsEn'), /cannot be determined[^]*What is missing: The logs are missing\./)
  for (const tenant of tenants)
    assert.ok(fact('findingsDe').includes(tenant), 'each customer is named by its id')

  const signed = await sign('finn', 'found', asked.json.request, 'forensics')
  assert.equal(signed.status, 200, JSON.stringify(signed.json))
  const known = await of('found', second)
  assert.deepEqual(
    known.findings.map(({ harm, verdict, stands, signedBy }) => [harm, verdict, stands, signedBy]),
    [['exfiltration', 'undetermined', 'in force', [{ person: 'finn', role: 'forensics' }]]],
  )
  assert.deepEqual(known.requests, [])
  const made = await drafts('found', {})
  assert.equal(made.json.drafts.length, tenants.length)
  const letter = await call('lea', `found/statements/${second}`)
  assert.match(
    JSON.stringify(letter.json),
    /Es lässt sich nicht feststellen, ob Daten an Unbefugte abgeflossen sind/,
  )
})

test('"excluded" holds when two people signed it, an objection takes it back, and so does the own word', async () => {
  await declare('excluded')
  const excluded = {
    tenants: [nordwind],
    service: 'mail',
    harm: 'deletion',
    verdict: 'excluded',
    grounds,
    evidence: ['ab'.repeat(32)],
    asOf: new Date(time.now - hour).toISOString(),
  }
  const asked = await call('finn', 'excluded/findings', excluded)
  assert.equal((asked.json as unknown as { signatures: number }).signatures, 2)
  const stands = async (): Promise<string | undefined> => (await of('excluded', nordwind)).findings[0]?.stands
  assert.equal((await sign('finn', 'excluded', asked.json.request, 'forensics')).status, 200)
  assert.equal(await stands(), 'waiting')
  assert.equal(
    (await sign('finn', 'excluded', asked.json.request, 'forensics')).status,
    400,
    'one person twice',
  )
  assert.equal((await sign('dora', 'excluded', asked.json.request, 'dpo')).status, 200)
  assert.equal(await stands(), 'in force')
  const session = await openCase(api.log, 'excluded')
  await session.execute(
    {
      command: 'withdrawApproval',
      request: asked.json.request,
      person: 'dora',
      whole: false,
      reason: 'a log was found',
    },
    by(),
  )
  assert.equal(await stands(), 'waiting')
})

test('what nobody may state is refused before anybody is asked, and says what is missing', async () => {
  await declare('refused')
  const refused = async (more: object, words: RegExp, status = 400): Promise<void> => {
    const answer = await call('finn', 'refused/findings', { ...undetermined(), ...more })
    assert.equal(answer.status, status, JSON.stringify(answer.json))
    assert.match(JSON.stringify(answer.json), words)
  }
  await refused({ gaps: undefined }, /undetermined.*says what cannot be proved/)
  await refused({ verdict: 'possible', grounds }, /says how much at most/)
  await refused({ verdict: 'excluded', grounds, gaps: undefined }, /missing logs exclude nothing/)
  await refused({ service: 'nothing' }, /the estate has no service/)
  await refused({ tenants: ['nobody'] }, /has no tenant/, 404)
  await refused({ asOf: new Date(time.now + hour).toISOString() }, /no time of the past/)
  const [, other] = estate.tenants
  await refused(
    { tenants: [nordwind], gaps: { de: `Wie bei ${other?.name}.`, en: 'x' } },
    /names another customer/,
  )
  assert.equal((await call('lea', 'refused/approvals')).json.requests.length, 0)
  const ahead = { ...undetermined(), asOf: new Date(time.now + 30_000).toISOString() }
  const asked = await call('finn', 'refused/findings', ahead)
  assert.equal(asked.status, 200, 'the clock of a browser may be half a minute ahead')
  assert.equal((await sign('finn', 'refused', asked.json.request, 'forensics')).status, 200)
})

test('a request that holds no findings, or altered ones, states nothing, whoever signs it', async () => {
  await declare('forged')
  const session = await openCase(api.log, 'forged')
  const text = JSON.stringify({
    ...undetermined(),
    tenants: [nordwind],
    data: 'all',
    evidence: [],
    verdict: 'confirmed',
    grounds,
  })
  await session.execute(
    {
      command: 'requestApproval',
      request: 'forged-request-0001',
      subject: { kind: 'findings', name: nordwind },
      content: { findings: [text] },
      contentHash: 'ab'.repeat(32),
      quorum: 1,
      roles: [],
      authors: [],
      scope: { tenants: [], services: [] },
      reason: 'x',
      by: 'lea',
      expiresAt: new Date(time.now + hour).toISOString(),
      origin: new URL(api.url).origin,
    },
    by(),
  )
  const [shown] = (await call('finn', 'forged/approvals')).json.requests
  assert.deepEqual(shown?.facts, [], 'nobody is shown what its hash does not name')
  const signed = await sign('finn', 'forged', 'forged-request-0001', 'forensics')
  assert.equal(signed.status, 400)
  assert.match(JSON.stringify(signed.json), /holds no findings that can be read/)
  const { desk } = await openStatements(api.log, 'forged', () => estate)
  assert.equal(findingsInForce(desk, nordwind).size, 0)
})

test('drafting tells first what it would do, goes on in pieces, and drafts nothing twice', async () => {
  await declare('drafted')
  const dry = await drafts('drafted', { dryRun: true })
  assert.equal(dry.status, 200, JSON.stringify(dry.json))
  assert.deepEqual([dry.json.drafts.length, dry.json.unchanged, dry.json.next], [tenants.length, 0, null])
  assert.ok(dry.json.drafts.every(({ against, revision }) => against === null && revision === 1))
  assert.ok(dry.json.drafts[0]?.findings.some(({ kind }) => kind === 'no-finding'))
  assert.equal((await call('lea', 'drafted/statements')).json.counts['in review'], 0, 'nothing was recorded')

  const seen: string[] = []
  let after: string | null | undefined
  do {
    const { json } = await drafts('drafted', { limit: 1, ...(after && { after }) })
    seen.push(...json.drafts.map(({ tenant }) => tenant))
    after = json.next
  } while (after !== null)
  assert.deepEqual(seen, tenants.toSorted())
  const again = await drafts('drafted', {})
  assert.deepEqual([again.json.drafts.length, again.json.unchanged], [0, tenants.length])
  const renew = { renew: true, nextBy: new Date(time.now + 72 * hour).toISOString() }
  const renewed = await drafts('drafted', renew, 'key-of-a-renewal')
  assert.equal(renewed.json.drafts.length, tenants.length)
  const repeated = await drafts('drafted', renew, 'key-of-a-renewal')
  assert.deepEqual(repeated.json, renewed.json, 'the same answer to the same call')
  assert.equal((await drafts('drafted', renew)).json.drafts.length, 0, 'it promises this already')
  const late = await drafts('drafted', { nextBy: new Date(time.now - 1).toISOString() })
  assert.equal(late.status, 400)
  assert.match(late.json.detail ?? late.json.title, /promised time is over/)
})

test('a revision is shown section by section against what the customer was told last', async () => {
  const asked = await call('lea', 'drafted/statements/approval', { tenants: [nordwind], reason: 'x' })
  for (const [person, role] of [
    ['dora', 'dpo'],
    ['finn', 'forensics'],
  ] as const) {
    assert.equal((await sign(person, 'drafted', asked.json.request, role)).status, 200)
  }
  const finding = await call('finn', 'drafted/findings', { ...undetermined(), tenants: [nordwind] })
  assert.equal((await sign('finn', 'drafted', finding.json.request, 'forensics')).status, 200)
  const { json } = await drafts('drafted', { tenants: [nordwind] })
  assert.deepEqual(
    json.drafts.map(({ revision, against }) => [revision, against]),
    [[2, 1]],
  )
  assert.match(
    json.drafts[0]?.changes.de.join() ?? '',
    /Abgeflossen: bisher „noch nicht geprüft“, jetzt „nicht feststellbar“/,
  )
  const shown = (await call('lea', `drafted/statements/${nordwind}`)).json as unknown as {
    letter: { against: { revision: number; de: { heading: string; gone: string[]; come: string[] }[] } }
  }
  assert.equal(shown.letter.against.revision, 1)
  const section = shown.letter.against.de.find(({ heading }) => heading === 'Der Befund im Einzelnen')
  assert.match(section?.come.join('\n') ?? '', /Es lässt sich nicht feststellen/)
  assert.match(section?.gone.join('\n') ?? '', /noch nicht geprüft/)
})

test('the log says what was found to those who may read letters, to others that something was', async () => {
  await declare('told-apart')
  const { json } = await call('finn', 'told-apart/findings', undetermined())
  await sign('finn', 'told-apart', json.request, 'forensics')
  for (const path of ['evidence?limit=100', 'timeline?limit=100']) {
    const seenBy = async (person: string) => {
      const page = (await call(person, `told-apart/${path}`)).json as unknown as {
        readonly entries: readonly { readonly kind: string }[]
      }
      return { kinds: page.entries.map(({ kind }) => kind), text: JSON.stringify(page.entries) }
    }
    const [all, some] = [await seenBy('lea'), await seenBy('ingo')]
    assert.ok(all.kinds.includes('approval.requested'))
    assert.deepEqual(some.kinds, all.kinds, path)
    assert.doesNotMatch(some.text, /undetermined|exfiltration|Protokolle/, path)
    if (path.startsWith('evidence')) assert.match(all.text, /undetermined/)
  }
})
