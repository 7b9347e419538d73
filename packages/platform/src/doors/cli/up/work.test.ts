import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { type Database, evidenceLog, openDatabase } from '../../../adapters/database/index.ts'
import { startScanners } from '../../../adapters/scanners/index.ts'
import { approvalEnd, signApproval } from '../../../core/case/index.ts'
import { publicPem } from '../../../core/evidence/index.ts'
import type {
  PlanShown,
  FirstHour,
  JobShown,
  Matrix,
  RestartPlan,
  Throughput,
  Timeline,
} from '../../api/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import { doJobOver, endOf, type Person, type RunningUp, signedIn, startUp } from './up.fixture.ts'

/** A whole case over HTTP alone, from declared to handed back, on a real repository. Each test needs those before it. */
const cli = openCli({ startScanner: startScanners })
const home = cli.at('home')
const examplePlan = fileURLToPath(
  new URL('../../../../../../examples/plans/ransomware-hoster.yaml', import.meta.url),
)
const secret = 'only for this test, never shown'
let up: RunningUp
let database: Database
let lead: Person
let owner: Person
const keys = new Map<string, KeyObject>()

before(async () => {
  cli.env['RESTIC_PASSWORD'] = secret
  for (const tenant of ['nordwind', 'alpenblick']) {
    mkdirSync(cli.at('srv/share', tenant), { recursive: true })
    for (const name of ['offer.txt', 'diary.txt']) {
      writeFileSync(cli.at('srv/share', tenant, name), `${tenant} ${name}\n`.repeat(500))
    }
  }
  await cli.json(['repo', 'init'])
  await cli.json(['repo', 'backup', '--host', 'files1', '--as-root', cli.folder, cli.at('srv/share')])
  writeFileSync(cli.at('password'), `${secret}\n`, { mode: 0o600 })
  mkdirSync(home, { recursive: true })
  writeFileSync(
    cli.at('home/anlauf.yaml'),
    `apiVersion: workplace/v1
estate: ${exampleEstate}
folder: ${cli.at('work')}
plan: ${examplePlan}
repositories:
  - { id: vault-a, location: ${cli.at('repository')}, passwordFile: ../password }
`,
  )
  up = await startUp(home)
  database = await openDatabase({ home })
  const url = (): string => up.url
  lead = await signedIn(database, url, { name: 'anna', roles: ['lead'] })
  owner = await signedIn(database, url, { name: 'bernd', roles: ['service-owner'] })
})
after(async () => {
  up.child.kill('SIGTERM')
  await up.ended
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

interface Shown {
  readonly seq: number
  readonly units: readonly { unit: string; stage: string; contentHash: string; missing: string[] }[]
}
const show = (): Promise<Shown> => lead.get<Shown>('/api/cases/night-1')
const unit = async (id: string) => (await show()).units.find((one) => one.unit === id)

async function ok(answer: Promise<Response>): Promise<Record<string, unknown>> {
  const got = await answer
  const text = await got.text()
  assert.equal(got.status, 200, text)
  return JSON.parse(text) as Record<string, unknown>
}

async function refused(answer: Promise<Response>, status: number): Promise<{ code: string; hint: string }> {
  const got = await answer
  const text = await got.text()
  assert.equal(got.status, status, text)
  return JSON.parse(text) as { code: string; hint: string }
}

test('the server says what it can be asked to do, without a path', async () => {
  const workplace = await lead.get<{ works: boolean; repositories: string[] }>('/api/workplace')
  assert.deepEqual([workplace.works, workplace.repositories], [true, ['vault-a']])
  assert.doesNotMatch(JSON.stringify(workplace), /\/|password/)
})

test('a person declares a case and records the isolation of an exercise', async () => {
  const declared = await ok(
    lead.post('/api/cases', { case: 'night-1', title: 'Exercise', exercise: true, systems: ['files1'] }),
  )
  assert.deepEqual(declared['services'], ['share', 'document-service'])
  const again = await refused(
    lead.post('/api/cases', { case: 'night-1', title: 'Exercise', exercise: true }),
    400,
  )
  assert.match(JSON.stringify(again), /declared already/)
  const open = [{ path: '/srv/share from web1', reached: true }]
  await refused(lead.post('/api/cases/night-1/isolation', { probes: open }), 409)
  assert.equal((await show()).seq, declared['seq'], 'nothing was recorded')
  await ok(lead.post('/api/cases/night-1/isolation', { probes: [{ ...open[0], reached: false }] }))
  await refused(owner.post('/api/cases/night-1/isolation', { probes: open }), 403)
})

test('the case follows the plan of the workplace; people say in their own name what they did', async () => {
  await ok(lead.post('/api/cases/night-1/plan'))
  const plan = await lead.get<PlanShown>('/api/cases/night-1/plan')
  const [step] = plan.next.steps
  assert.ok(step && plan.stages.length > 5)
  const key = step.keys[0] ?? ''
  const stage = `/api/cases/night-1/stages/${encodeURIComponent(key)}`
  await refused(lead.post(`${stage}/skip`, {}), 400)
  await ok(lead.post(`${stage}/start`))
  const started = await lead.get<PlanShown>('/api/cases/night-1/plan')
  const instance = started.stages.flatMap(({ instances }) => instances).find((one) => one.key === key)
  assert.deepEqual([instance?.status, instance?.by], ['started', 'anna'])
  await refused(lead.post('/api/cases/night-1/stages/no-such-stage/start'), 400)
})

test('restore points are chosen, the run restores and scans, the queue is made', async () => {
  const plan = await doJobOver(lead, 'night-1', { kind: 'plan' })
  assert.deepEqual([plan.state, plan.result?.['files']], ['done', 4], JSON.stringify(plan))
  assert.equal((await unit('nordwind'))?.stage, 'restorePointsChosen')
  const run = await doJobOver(lead, 'night-1', { kind: 'run' })
  assert.deepEqual(
    [run.state, run.result?.['files'], run.result?.['verified']],
    ['done', 4, true],
    JSON.stringify(run),
  )
  assert.equal((await unit('nordwind'))?.stage, 'scanned')
  const queue = await doJobOver(lead, 'night-1', { kind: 'queue' })
  assert.equal(queue.state, 'done', JSON.stringify(queue))
})

test('a release without two approvals fails as on the command line and says what is missing', async () => {
  const early = await doJobOver(lead, 'night-1', { kind: 'release', unit: 'nordwind' })
  assert.deepEqual([early.state, early.failure?.code], ['failed', 'gate-closed'], JSON.stringify(early))
  assert.deepEqual(early.failure?.missing, ['approval by two different people with two different keys'])
})

test('two people approve, one unit is released and handed back', async () => {
  for (const [person, role] of [
    ['anna', 'lead'],
    ['bernd', 'service-owner'],
  ] as const) {
    const { privateKey } = generateKeyPairSync('ed25519')
    keys.set(person, privateKey)
    const body = { person, role, publicKey: publicPem(privateKey) }
    const { seq } = await show()
    // The first keys come in under the account of the server; later ones need two who vouch for them.
    const account = { 'If-Match': `"${seq}"`, Authorization: `Bearer ${up.token}`, Cookie: '' }
    await ok(lead.post('/api/cases/night-1/commands/registerApprover', body, account))
  }
  for (const [person, by, role] of [
    ['anna', lead, 'lead'],
    ['bernd', owner, 'service-owner'],
  ] as const) {
    const { seq } = await show()
    const contentHash = (await unit('nordwind'))?.contentHash ?? ''
    const said = { unit: 'nordwind', contentHash, person, expiresAt: approvalEnd(new Date()) }
    const key = keys.get(person)
    assert.ok(key)
    const body = { ...said, signature: signApproval({ case: 'night-1', ...said, role }, key) }
    await ok(by.post('/api/cases/night-1/commands/approve', body, { 'If-Match': `"${seq}"` }))
  }
  assert.equal((await unit('nordwind'))?.stage, 'approved')
  const release = await doJobOver(owner, 'night-1', { kind: 'release', unit: 'nordwind' })
  assert.deepEqual([release.state, release.attempt], ['done', 2], JSON.stringify(release))
  const handedBack = await doJobOver(owner, 'night-1', { kind: 'handBack', unit: 'nordwind' })
  assert.equal(handedBack.state, 'done', JSON.stringify(handedBack))
  assert.equal((await unit('nordwind'))?.stage, 'handedBack')
  assert.equal((await unit('alpenblick'))?.stage, 'scanned')
  const restored = readdirSync(cli.at('work/cases/night-1/handed-back'), { recursive: true }).map(String)
  assert.ok(
    restored.some((name) => name.endsWith('nordwind/diary.txt')),
    restored.join('\n'),
  )
})

test('the evidence verifies, names who asked for what, and is exported', async () => {
  const verify = await doJobOver(lead, 'night-1', { kind: 'verify' })
  assert.deepEqual([verify.state, verify.result?.['verified']], ['done', true], JSON.stringify(verify))
  const exported = await doJobOver(lead, 'night-1', { kind: 'export' })
  const folder = cli.at('work/cases/night-1/export-1')
  const fingerprint = String(exported.result?.['fingerprint'])
  execFileSync('sh', ['verify.sh', fingerprint], { cwd: folder })
  const entries = await Array.fromAsync(evidenceLog(database).read('night-1'))
  const work = entries.filter(({ kind }) => kind.startsWith('work.'))
  assert.equal(work.filter(({ kind }) => kind === 'work.asked').length, 8)
  assert.deepEqual(
    [...new Set(work.filter(({ kind }) => kind === 'work.asked').map(({ actor }) => actor))],
    ['anna', 'bernd'],
  )
  assert.equal(work.filter(({ kind }) => kind === 'work.failed').length, 1)
})

test('the screens show it with proof: first hour, matrix, timeline, restart plan, throughput', async () => {
  const hour = await lead.get<FirstHour>('/api/cases/night-1/first-hour')
  assert.equal(hour.hit.tenants.byStage.handedBack, 1)
  assert.deepEqual(
    hour.now.steps.slice(0, 3).map(({ action, count }) => [action, count]),
    [
      ['publish', 1],
      ['recoverPlan', 2],
      ['approve', 1],
    ],
  )
  assert.equal(hour.back.planned?.files, 4)
  assert.ok(hour.say.clocks.length > 0)
  const entries = await Array.fromAsync(evidenceLog(database).read('night-1'))
  const matrix = await lead.get<Matrix>('/api/cases/night-1/matrix')
  const row = matrix.rows.find(({ tenant }) => tenant === 'nordwind')
  assert.equal(entries[(row?.seq ?? 0) - 1]?.kind, 'unit.handedBack')
  const hit = row?.uses?.map((at) => matrix.services[at]).filter((service) => service?.hit === true)
  assert.deepEqual(
    hit?.map((service) => service?.id),
    ['share', 'document-service'],
  )
  const paged = await lead.get<Matrix>('/api/cases/night-1/matrix?limit=3')
  assert.deepEqual([paged.rows.length, paged.total], [3, 4])
  const rest = await lead.get<Matrix>(`/api/cases/night-1/matrix?limit=3&after=${paged.next}`)
  assert.deepEqual([...paged.rows, ...rest.rows], matrix.rows)
  const timeline = await lead.get<Timeline>(
    '/api/cases/night-1/timeline?kinds=unit.approved,unit.released&object=nordwind',
  )
  assert.deepEqual(
    timeline.entries.map(({ kind }) => kind),
    ['unit.released', 'unit.approved', 'unit.approved'],
  )
  const plan = await lead.get<RestartPlan>('/api/cases/night-1/restart-plan')
  const share = plan.services.find(({ id }) => id === 'share')
  assert.deepEqual([share?.bytes, share?.tenants.handedBack], [hour.back.planned?.bytes, 1])
  assert.deepEqual(share?.needs, [{ service: 'directory', kind: 'auth' }])
  const throughput = await lead.get<Throughput>('/api/cases/night-1/throughput')
  assert.deepEqual([throughput.findings.clean, throughput.findings.quarantined], [4, 0])
})

test('nothing that is secret and no path shows in answers, the log of the server or the evidence', async () => {
  const jobs = await lead.get<{ jobs: JobShown[] }>('/api/cases/night-1/jobs')
  const entries = await Array.fromAsync(evidenceLog(database).read('night-1'))
  const all = JSON.stringify([jobs, entries, up.said])
  assert.ok(!all.includes(secret))
  assert.ok(!JSON.stringify(jobs).includes(cli.folder))
})

test('what a request names is an id that the case knows, or it is refused', async () => {
  const ask = (body: object) => lead.post('/api/cases/night-1/jobs', body)
  for (const [body, status] of [
    [{ kind: 'run', unit: '../../etc' }, 404],
    [{ kind: 'run', unit: '--repo' }, 404],
    [{ kind: 'release' }, 400],
    [{ kind: 'verify', unit: 'nordwind' }, 400],
    [{ kind: 'shell' }, 400],
    [{ kind: 'plan', options: { repository: '/tmp/other' } }, 404],
    [{ kind: 'plan', options: { out: '/etc/passwd' } }, 400],
    [{ kind: 'plan', folder: '/etc' }, 400],
  ] as const) {
    await refused(ask(body), status)
  }
  await refused(owner.post('/api/cases/night-1/jobs', { kind: 'run' }), 403)
})

test('the same request twice is one job, and so is the same work while it is open', async () => {
  const headers = { 'Idempotency-Key': 'the-same-key-1' }
  const first = await lead.post('/api/cases/night-1/jobs', { kind: 'verify' }, headers)
  const again = await lead.post('/api/cases/night-1/jobs', { kind: 'verify' }, headers)
  const one = (await first.json()) as JobShown
  assert.deepEqual([first.status, again.status], [202, 200])
  assert.equal(((await again.json()) as JobShown).id, one.id)
  const other = await lead.post('/api/cases/night-1/jobs', { kind: 'verify' })
  assert.ok(other.status === 200 || other.status === 202)
  assert.equal(readFileSync(cli.at('home/anlauf.yaml'), 'utf8').includes(secret), false)
})

test('a job is cancelled, and says so; one whose server was killed goes on under the next one', async () => {
  const asked = (await (
    await lead.post('/api/cases/night-1/jobs', { kind: 'plan', unit: 'alpenblick' })
  ).json()) as JobShown
  const cancelled = await lead.post(`/api/cases/night-1/jobs/${encodeURIComponent(asked.id)}/cancel`)
  assert.equal(((await cancelled.json()) as JobShown).state, 'cancelled')
  const next = (await (
    await lead.post('/api/cases/night-1/jobs', { kind: 'run', unit: 'alpenblick' })
  ).json()) as JobShown
  const path = `/api/cases/night-1/jobs/${encodeURIComponent(next.id)}`
  while ((await lead.get<JobShown>(path)).state === 'waiting')
    await new Promise((resolve) => setTimeout(resolve, 20))
  up.child.kill('SIGKILL')
  await up.ended
  up = await startUp(home)
  const ended = await endOf(lead, 'night-1', next.id)
  assert.deepEqual([ended.state, ended.tries], ['done', 2], JSON.stringify(ended))
  const entries = await Array.fromAsync(evidenceLog(database).read('night-1'))
  const kinds = entries.filter(({ data }) => data['job'] === next.id).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['work.asked', 'work.rescued', 'work.finished'])
})
