import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { type QueuedGroup, signDecision } from '../../../core/case/index.ts'
import { parseEstate } from '../../../core/estate/index.ts'
import { publicPem } from '../../../core/evidence/index.ts'
import type { CaseQueue, ItemView } from '../../../phases/recover/index.ts'
import { by, openApi } from '../api.fixture.ts'
import type { QueueRowView } from './queue-view.ts'

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const group = (name: string, more: Partial<QueuedGroup> = {}): QueuedGroup => ({
  facts: digest(name),
  class: 'N3',
  files: 2,
  planned: 'previous',
  hasPrevious: true,
  needsPerson: true,
  ...more,
})
const held = {
  verdict: 'infected' as const,
  cause: 'infected',
  detail: 'rule\u202eexe',
  contentKey: 'k',
  sha256: digest('x'),
  items: [digest('place')],
}

/** A file whose name turns the writing direction, as an attacker would write it. */
const queueFile: CaseQueue = {
  kind: 'case-queue',
  version: 1,
  repository: 'r',
  window: {
    from: '2026-03-05T02:00:00.000Z',
    onset: '2026-03-08T02:00:00.000Z',
    hours: 72,
  },
  shortSeries: 0,
  units: [
    {
      unit: 'nordwind',
      files: { N0: 0, N1: 0, N2: 0, N3: 2, N4: 0, N5: 0, N6: 0 },
      convicted: 0,
      groups: [
        {
          facts: digest('text'),
          unit: 'nordwind',
          class: 'N3',
          contentKey: 'k',
          size: 10,
          verdict: 'suspicious',
          reasons: ['grew\u0007'],
          powers: [],
          planned: 'previous',
          planReason: 'olderBecauseSuspicious',
          held: null,
          items: [
            {
              host: 'files1',
              path: '/srv/<img src=x onerror=alert(1)>\u202etxt.exe',
              newest: { snapshot: 's2', contentKey: 'k', size: 10, mtime: '2026-03-08T02:00:00Z' },
              previous: null,
            },
          ],
        },
      ],
    },
  ],
}
const version = {
  snapshot: 's2',
  takenAt: '2026-03-08T02:00:00Z',
  size: 10,
  mtime: '2026-03-08T02:00:00Z',
  sha256: digest('content'),
  type: null,
  structure: null,
  entropy: 4.2,
  looksRandom: false,
  beginning: { text: '\u001b[2Jcleared', hex: '1b5b' },
}
const views: readonly ItemView[] = [
  { host: 'files1', path: '/a', newest: version, previous: null, same: null, difference: null },
]
const example = readFileSync(new URL('../../../../../../examples/estate.yaml', import.meta.url), 'utf8')
let estateText = example
const api = await openApi({
  deskSources: {
    estate: () => Promise.resolve(parseEstate(estateText, 'estate.yaml')),
    queue: () => Promise.resolve(queueFile),
    evidence: () => Promise.resolve(views),
  },
})
after(() => api[Symbol.asyncDispose]())

interface Page {
  readonly seq: number
  readonly matching: number
  readonly hasNames: boolean
  readonly canCompare: boolean
  readonly standings: Record<string, number>
  readonly units: readonly { unit: string; groups: number; waiting: number }[]
  readonly rows: readonly QueueRowView[]
}

async function json<Answer>(path: string): Promise<Answer> {
  const answer = await api.get(path)
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`)
  return (await answer.json()) as Answer
}
const queue = (query = ''): Promise<Page> => json<Page>(`/api/cases/night-1/queue${query}`)

test('the queue is listed most urgent first, with what may be decided and by how many', async () => {
  const session = await api.declare('night-1')
  const groups = [
    group('text'),
    group('sample', { class: 'N1', planned: 'newest', needsPerson: false }),
    group('script', { class: 'N5', planned: 'newest' }),
    group('virus', { class: 'N4', needsPerson: false, held }),
  ]
  const facts = [
    { type: 'unit.queued' as const, unit: 'nordwind', digest: digest('q'), windowHours: 72, part: 1, groups },
  ]
  await session.execute({ command: 'record', facts }, by)
  const page = await queue()
  assert.deepEqual(
    page.rows.map(({ facts, class: one, standing }) => [facts === digest('text'), one, standing]),
    [
      [false, 'N5', 'open'],
      [true, 'N3', 'open'],
      [false, 'N4', 'unneeded'],
      [false, 'N1', 'unneeded'],
    ],
  )
  assert.deepEqual(page.standings, { open: 2, halfSigned: 0, contested: 0, decided: 0, unneeded: 2 })
  assert.deepEqual(page.units, [{ unit: 'nordwind', groups: 4, waiting: 2 }])
  const text = page.rows.find(({ facts }) => facts === digest('text'))
  assert.deepEqual(text?.outcomes, [
    { outcome: 'takeNewest', signatures: 2 },
    { outcome: 'takePrevious', signatures: 1 },
    { outcome: 'leaveOut', signatures: 1 },
  ])
  const virus = page.rows.find(({ facts }) => facts === digest('virus'))
  assert.deepEqual(
    virus?.outcomes,
    [{ outcome: 'leaveOut', signatures: 1 }],
    'nobody releases what is infected',
  )
})

test('filters and pages choose; counts stay those of the case', async () => {
  assert.equal((await queue('?class=N5')).matching, 1)
  assert.equal((await queue('?standing=unneeded')).matching, 2)
  assert.equal((await queue('?unit=nobody')).matching, 0)
  const page = await queue('?offset=3&limit=1')
  assert.deepEqual([page.rows.length, page.matching, page.standings['open']], [1, 4, 2])
  assert.equal((await api.get('/api/cases/night-1/queue?class=N9')).status, 400)
})

test('names and contents of an attacker come through visible, and as nothing but text', async () => {
  const { rows, hasNames, canCompare } = await queue('?class=N3')
  assert.deepEqual([hasNames, canCompare], [true, true])
  assert.deepEqual(rows[0]?.named?.places, ['files1:/srv/<img src=x onerror=alert(1)>⟨U+202E⟩txt.exe'])
  assert.deepEqual(rows[0]?.named?.says, ['grew⟨U+0007⟩'])
  const [virus] = (await queue('?class=N4')).rows
  assert.equal(virus?.held?.detail, 'rule⟨U+202E⟩exe')
  const shown = await json<{ views: { newest: { text: string } }[] }>(
    `/api/cases/night-1/queue/${digest('text')}/versions`,
  )
  assert.equal(shown.views[0]?.newest.text, '⟨U+001B⟩[2Jcleared')
})

test('a word of one person is shown with its reason, and counts when a second one says the same', async () => {
  const session = await api.declare('night-2')
  const groups = [group('text')]
  await session.execute(
    {
      command: 'record',
      facts: [
        { type: 'unit.queued', unit: 'nordwind', digest: digest('q'), windowHours: 72, part: 1, groups },
      ],
    },
    by,
  )
  const path = `/api/cases/night-2/queue/${digest('text')}`
  for (const person of ['anna', 'bernd']) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    await session.execute(
      { command: 'registerApprover', person, role: 'it', publicKey: publicPem(publicKey) },
      by,
    )
    const said = {
      unit: 'nordwind',
      class: 'N3' as const,
      outcome: 'takeNewest' as const,
      facts: [digest('text')],
      reason: `seen by ${person}`,
      person,
    }
    const signature = signDecision({ case: 'night-2', ...said, role: 'it' }, privateKey)
    await session.execute({ command: 'decideQueue', ...said, signature }, { ...by, actor: person })
    const { row, votes } = await json<{ row: QueueRowView; votes: { person: string; reason: string }[] }>(
      path,
    )
    assert.equal(row.standing, person === 'anna' ? 'halfSigned' : 'decided')
    assert.equal(row.outcome, 'takeNewest')
    assert.deepEqual(votes.at(-1)?.reason, `seen by ${person}`)
  }
})

test('a group that is not there any more says so', async () => {
  for (const end of ['', '/versions']) {
    const answer = await api.get(`/api/cases/night-1/queue/${digest('gone')}${end}`)
    assert.equal(answer.status, 404)
    assert.match(((await answer.json()) as { hint: string }).hint, /load it again/)
  }
})

test('the estate comes with its order, what each loss means, and its gaps', async () => {
  const estate = await json<Record<string, unknown>>('/api/estate')
  const { waves, services, systems, findings } = estate as {
    waves: string[][]
    services: { id: string }[]
    systems: { services: string[]; tenants: number }[]
    findings: { hint: string }[]
  }
  assert.deepEqual(waves.flat().toSorted(), services.map(({ id }) => id).toSorted())
  assert.ok(systems.some((one) => one.services.length > 0 && one.tenants > 0))
  for (const { hint } of findings) assert.notEqual(hint, '')
})

test('a tenant has the name that people know, and an estate with a mistake has none', async () => {
  const { tenants } = await json<{ tenants: { id: string; name: string }[] }>('/api/estate/tenants')
  assert.ok(tenants.length > 1)
  for (const { id, name } of tenants) assert.ok(example.includes(id) && example.includes(name))
  estateText = example.replace('dependsOn:', 'dependson:')
  assert.deepEqual(await json('/api/estate/tenants'), { tenants: [] })
  estateText = example
})

test('an estate with a mistake answers in German where German is asked for', async () => {
  estateText = example.replace('dependsOn:', 'dependson:')
  const answer = await api.get('/api/estate', { 'Accept-Language': 'de' })
  estateText = example
  const { problems } = (await answer.json()) as { problems: { message: string }[] }
  assert.equal(answer.headers.get('Content-Language'), 'de')
  assert.match(problems[0]?.message ?? '', /das Feld „dependson“ kennt niemand/)
})

test('an estate with a mistake answers with line and remedy, and with nothing half read', async () => {
  estateText = example.replace('dependsOn:', 'dependson:')
  const { problems, services } = await json<{
    problems: { line: number; hint: string }[]
    services: unknown[]
  }>('/api/estate')
  estateText = example
  assert.ok((problems[0]?.line ?? 0) > 1)
  assert.notEqual(problems[0]?.hint, '')
  assert.deepEqual(services, [])
})

test('a server that was told of no estate and no backup says how to tell it', async () => {
  await using bare = await openApi()
  await bare.declare('night-1')
  assert.equal((await bare.get('/api/estate')).status, 404)
  const answer = (await (await bare.get('/api/cases/night-1/queue')).json()) as Page
  assert.deepEqual([answer.rows, answer.hasNames, answer.canCompare], [[], false, false])
})

test('an exercise has a score once it is over; before, there is none and nothing is made up', async () => {
  const session = await api.declare('night-3')
  type Score = { score: null | { passed: boolean; checks: { check: string; good: boolean | null }[] } }
  assert.equal((await json<Score>('/api/cases/night-3/score')).score, null)
  const checks = [{ check: 'missed' as const, good: false, figures: { files: 2 } }]
  const fact = {
    type: 'exercise.scored' as const,
    passed: false,
    seed: 7,
    checks,
    phases: [],
    scoreDigest: digest('s'),
  }
  await session.execute({ command: 'record', facts: [fact] }, by)
  const { score } = await json<Score>('/api/cases/night-3/score')
  assert.deepEqual([score?.passed, score?.checks], [false, checks])
})

test('every answer has the time of the server, so that a drill runs down in its own morning', async () => {
  await using drill = await openApi({ now: () => new Date('2026-03-11T06:00:00Z') })
  for (const path of ['/health', '/api/cases', '/nothing']) {
    assert.equal((await drill.get(path)).headers.get('Date'), 'Wed, 11 Mar 2026 06:00:00 GMT', path)
  }
})

test('a server that only shows has the restart plan of its estate too', async () => {
  const { services } = await json<{ services: unknown[] }>('/api/cases/night-1/restart-plan')
  assert.ok(services.length > 0)
})
