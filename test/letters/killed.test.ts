import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { evidenceLines, openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { verifyEntries } from '../../packages/platform/src/core/evidence/index.ts'
import { startAnlauf } from '../faults/anlauf-process.ts'

/**
 * The real command line, killed while it drafts letters and while it writes them, at moments that are chosen by what it
 * has done so far; enough of them that something is left whichever part a kill meets. ANLAUF_LETTERS=5000 plays it with as many customers as the goal names.
 */
const customers = Number(process.env['ANLAUF_LETTERS'] ?? 1_060)
const partSize = 250
const folder = mkdtempSync(join(tmpdir(), 'anlauf-letters-killed-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const home = join(folder, 'home')
const estate = join(folder, 'estate.yaml')
const inCase = ['--case', 'night-1', '--estate', estate]
const env = { ...process.env, ANLAUF_HOME: home, DATABASE_URL: '' }

async function anlauf<Answer>(...args: readonly string[]): Promise<Answer> {
  const ended = await startAnlauf([...args, '--json'], env).ended
  assert.equal(ended.exitCode, 0, `${args.join(' ')}: ${ended.stdout}${ended.stderr}`)
  return JSON.parse(ended.stdout) as Answer
}

/** Starts a command and kills it once `reached`; false when it was faster. */
async function killedWhen(args: readonly string[], reached: () => Promise<boolean>): Promise<boolean> {
  const { child, ended } = startAnlauf([...args, '--json'], env)
  while (child.exitCode === null && !(await reached())) await sleep(3)
  child.kill('SIGKILL')
  return (await ended).signal === 'SIGKILL'
}

/** The example provider with many customers: the address of each is its own. */
function writeEstate(): void {
  const text = readFileSync(fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url)), 'utf8')
  const numbers = Array.from({ length: customers }, (_, at) => at)
  const offerings = `[ { offering: sync-share }, { offering: document-service } ]`
  const tenants = numbers.map(
    (at) =>
      `  - { id: kd-${at}, slug: kd-${at}, name: Kanzlei ${(at * 7919).toString(36)}x mbB, number: "${20_000 + at}", contacts: [c-kd-${at}], subscriptions: ${offerings} }`,
  )
  const contacts = numbers.map(
    (at) =>
      `  - { id: c-kd-${at}, name: Ansprechperson ${at}, roles: [it], languages: [de], channels: [ { kind: letter, to: "Weg ${at}, 12345 Musterstadt" } ] }`,
  )
  const written = text
    .replace(/^tenants:\n/m, `tenants:\n${tenants.join('\n')}\n`)
    .replace(/^(contacts:[^\n]*\n)/m, `$1${contacts.join('\n')}\n`)
  writeFileSync(estate, written)
}

function writeKey(role: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(folder, `${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), {
    mode: 0o600,
  })
  writeFileSync(join(folder, `${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
}

const nextBy = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

test('killed while drafting: every customer has one draft, none twice, and each run goes on with the rest', async () => {
  writeEstate()
  await anlauf('case', 'declare', ...inCase, '--title', 'x')
  await using database = await openDatabase({ home })
  const kept = async (): Promise<number> => {
    const [row] = await database.query<{ count: string }>('select count(*) from anlauf.statement')
    return Number(row?.count)
  }
  const drafted = async (): Promise<ReadonlyMap<string, number>> => {
    const counts = new Map<string, number>()
    for await (const line of evidenceLines(database, 'night-1')) {
      const { kind, object } = JSON.parse(line) as { kind: string; object: string }
      if (kind === 'statement.drafted') counts.set(object, (counts.get(object) ?? 0) + 1)
    }
    return counts
  }
  const all = customers + 4
  for (const [round, more] of [
    [1, []],
    [2, ['--renew']],
  ] as const) {
    const draft = ['statement', 'draft', ...inCase, ...more, '--next-by', nextBy(24 * round)]
    // Right after texts were kept: whether the log has them too is what a kill must not matter for.
    for (const parts of [0, 1]) {
      const before = await kept()
      const done = [...(await drafted()).values()].filter((count) => count === round).length
      assert.ok(
        await killedWhen(draft, async () => (await kept()) > before + parts * partSize),
        'it was killed at work',
      )
      const now = [...(await drafted()).values()].filter((count) => count === round).length
      assert.ok(now >= done && now < all, `${now} of ${all} are drafted`)
    }
    const done = [...(await drafted()).values()].filter((count) => count === round).length
    const rest = await anlauf<{ drafted: number; unchanged: number }>(...draft)
    assert.deepEqual([rest.drafted, rest.unchanged], [all - done, done], 'the rest, and nothing but the rest')
    const counts = await drafted()
    assert.equal(counts.size, all)
    assert.deepEqual(new Set(counts.values()), new Set([round]), 'nothing twice')
  }
  assert.deepEqual((await verifyEntries(evidenceLines(database, 'night-1'))).problems, [])
  const checked = await anlauf<{ checked: number; errors: number }>('statement', 'check', ...inCase)
  assert.deepEqual([checked.checked, checked.errors], [all, 0], 'the text of each is there')
})

test('killed while letters are written: in the end each is there whole, the same as without a kill', async () => {
  for (const role of ['dpo', 'forensics']) {
    writeKey(role)
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await anlauf(...register, '--public-key', join(folder, `${role}.pub`))
    await anlauf('statement', 'approve', ...inCase, '--person', role, '--key', join(folder, `${role}.key`))
  }
  const to = join(folder, 'letters')
  const write = ['statement', 'letter', ...inCase, '--to', to]
  const written = (): number =>
    existsSync(to) ? readdirSync(to).filter((name) => name.endsWith('.pdf')).length : 0
  for (const many of [1, 210]) {
    assert.ok(await killedWhen(write, async () => written() >= many), 'it was killed at work')
    // What lies there under its name is whole at any moment: nobody posts half a letter.
    for (const name of readdirSync(to).filter((one) => one.endsWith('.pdf'))) {
      assert.match(readFileSync(join(to, name), 'latin1').slice(-8), /%%EOF/)
    }
    assert.equal(existsSync(join(to, 'posting-list.csv')), false, 'no list before all are there')
  }
  const { letters } = await anlauf<{ letters: number }>(...write)
  assert.equal(letters, customers + 4)
  const again = join(folder, 'again')
  await anlauf('statement', 'letter', ...inCase, '--to', again)
  const names = readdirSync(again).toSorted()
  assert.deepEqual(readdirSync(to).toSorted(), names, 'the same files, and nothing half beside them')
  const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
  for (const name of names) assert.equal(digest(join(to, name)), digest(join(again, name)), name)
  const lines = readFileSync(join(to, 'posting-list.csv'), 'utf8').trimEnd().split('\r\n').slice(1)
  assert.equal(new Set(lines.map((line) => line.split(',')[0])).size, customers + 4, 'each once on the list')
})
