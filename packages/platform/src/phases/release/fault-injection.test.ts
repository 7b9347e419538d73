import assert from 'node:assert/strict'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import type { Storage } from '@anlauf/repository'
import fc from 'fast-check'

import { forge, nodeNamed } from '../../../../repository/src/small-repository.fixture.ts'
import { approve, by, declaredCase, memoryLog, recordRun } from '../recover/case.fixture.ts'
import { memoryVerdictCache, type RecoveryOutcome, runRecovery, type VerdictCache } from '../recover/index.ts'
import { ground, memory, planAll, sha256, wordScanner } from '../recover/recovery.fixture.ts'
import { releaseUnit } from './index.ts'

/** What lies on the machine: pieces of each file, and the rules under which it is clean. */
const contents: Readonly<Record<string, { pieces: readonly string[]; cleanFor: readonly string[] }>> = {
  'one': { pieces: ['one'], cleanFor: ['rules-1', 'rules-2'] },
  'same-as-one': { pieces: ['one'], cleanFor: ['rules-1', 'rules-2'] },
  'empty': { pieces: [], cleanFor: ['rules-1', 'rules-2'] },
  'many-pieces': { pieces: ['first ', 'second ', 'first ', 'third'], cleanFor: ['rules-1', 'rules-2'] },
  'shares-pieces': { pieces: ['second ', 'third'], cleanFor: ['rules-1', 'rules-2'] },
  'bad': { pieces: ['very-bad'], cleanFor: [] },
  'bad-in-pieces': { pieces: ['first ', 'very-', 'bad'], cleanFor: [] },
  'odd': { pieces: ['very-odd'], cleanFor: [] },
  'slow': { pieces: ['very-slow'], cleanFor: [] },
  // Yesterday's rules did not know it.
  'known-later': { pieces: ['quiet ', 'dropper'], cleanFor: ['rules-1'] },
} // prettier-ignore
const plainOf = new Map(Object.entries(contents).map(([name, { pieces }]) => [`/d/${name}`, pieces.join('')]))
const cleanFor = (rules: string): string[] =>
  Object.entries(contents).flatMap(([name, one]) => (one.cleanFor.includes(rules) ? [`/d/${name}`] : []))

const machine = await ground({ after }, memory)
const client = forge(machine.repository)
const nodes = Object.entries(contents).map(([name, { pieces }]) => client.file(name, ...pieces))
const files = (await Promise.all(nodes)).map((node) => ({ ...node, content: node.content ?? [] }))
const link = nodeNamed('link', 'symlink', { linkTarget: 'one' })
await client.snapshot(await client.tree([await client.dir('d', [...files, link])]))
const plan = await planAll(machine)
const unit = 'files1'

/** A moment is a read, a scan, a stored verdict or a finished content; a kill leaves the disk as it is then. */
interface Attempt {
  readonly engine:
    | 'honest'
    | 'throws'
    | 'silent'
    | 'mixes up'
    | 'other rules'
    | 'hangs'
    | 'contradicts itself'
  readonly engineFailsAt: number
  readonly damagedRead: number | null
  readonly killedAt: number | null
  readonly rules: 'rules-1' | 'rules-2'
  readonly tamper: Tamper
  readonly release: Release
}

type Tamper =
  | 'nothing'
  | 'changes a file'
  | 'deletes a file'
  | 'plants a file'
  | 'plants a link'
  | 'forges the journal'
  | 'cuts the journal'
  | 'cuts the manifest'
  | 'blocks a place'

type Release = 'no' | 'yes' | 'after tampering' | 'with other rules' | 'with one person' | 'log fails'

const attempt: fc.Arbitrary<Attempt> = fc.record({
  engine: fc.constantFrom(
    'honest',
    'honest',
    'honest',
    'throws',
    'silent',
    'mixes up',
    'other rules',
    'hangs',
    'contradicts itself',
  ),
  engineFailsAt: fc.constantFrom(0, 0, 1),
  damagedRead: fc.option(fc.nat(3), { freq: 2 }),
  killedAt: fc.option(fc.nat(25), { freq: 2 }),
  rules: fc.constantFrom('rules-1', 'rules-2'),
  tamper: fc.constantFrom(
    'nothing',
    'nothing',
    'changes a file',
    'deletes a file',
    'plants a file',
    'plants a link',
    'forges the journal',
    'cuts the journal',
    'cuts the manifest',
    'blocks a place',
  ),
  release: fc.constantFrom(
    'no',
    'yes',
    'yes',
    'after tampering',
    'with other rules',
    'with one person',
    'log fails',
  ),
})

/** The folders of one run; a kill moves it on to a copy of what was on the disk. */
interface Rooms {
  base: string
  copies: number
}
const cleanRoom = ({ base }: Rooms): string => join(base, 'clean-room')
const placed = (rooms: Rooms, path = ''): string => join(cleanRoom(rooms), unit, 'files', 'files1', path)

test('whatever fails, no byte leaves that the rules in force do not call clean, and every run completes', async (t) => {
  const folder = mkdtempSync(join(memory, 'anlauf-faults-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const seen = { killed: 0, failed: 0, released: 0, refused: 0, tampered: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 3 }), async (attempts) => {
      const rooms: Rooms = { base: mkdtempSync(join(folder, 'run-')), copies: 0 }
      const verdicts = memoryVerdictCache()
      for (const one of attempts) await oneAttempt(rooms, one, verdicts, seen)
      await assertCompletes(rooms, attempts.at(-1)?.rules ?? 'rules-1', verdicts)
      rmSync(rooms.base, { recursive: true, force: true })
    }),
    { numRuns: 220 },
  )
  t.diagnostic(JSON.stringify(seen))
  // A property whose faults never happen proves nothing.
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 5, `${what}: ${count}`)
})

async function oneAttempt(
  rooms: Rooms,
  one: Attempt,
  verdicts: VerdictCache,
  seen: Record<'killed' | 'failed' | 'released' | 'refused' | 'tampered', number>,
): Promise<void> {
  let outcome: RecoveryOutcome | undefined
  const before = rooms.base
  try {
    outcome = await run(rooms, one, verdicts)
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'scanner-failed')
    seen.failed += 1
  }
  if (rooms.base !== before) {
    seen.killed += 1
    return
  }
  if (outcome !== undefined && one.release !== 'no') {
    const target = join(rooms.base, `released-${Math.random()}`)
    const isReleased = await tryRelease(rooms, one, outcome, target)
    seen[isReleased ? 'released' : 'refused'] += 1
  }
  if (one.tamper === 'nothing') return
  tamper(rooms, one.tamper)
  seen.tampered += 1
}

/** One recovery with the attempt's faults; after a kill `rooms` are what was on the disk at that moment. */
async function run(rooms: Rooms, one: Attempt, verdicts: VerdictCache): Promise<RecoveryOutcome> {
  const { base } = rooms
  let moment = 0
  let killed: string | undefined
  const tick = (): void => {
    if (moment === one.killedAt) {
      killed = `${base}-${(rooms.copies += 1)}`
      cpSync(base, killed, { recursive: true, verbatimSymlinks: true })
    }
    moment += 1
  }
  const engine = lyingEngine(one, tick)
  try {
    return await runRecovery({
      repository: { ...machine.repository, storage: faultyStorage(one, tick) },
      plan,
      cleanRoom: join(base, 'clean-room'),
      quarantine: join(base, 'quarantine'),
      scanner: engine,
      verdicts: { ...verdicts, store: (rows) => (tick(), verdicts.store(rows)) },
      onProgress: tick,
    })
  } finally {
    if (killed !== undefined) {
      rmSync(base, { recursive: true, force: true })
      rooms.base = killed
    }
  }
}

function faultyStorage(one: Attempt, tick: () => void): Storage {
  const { storage } = machine.repository
  let reads = 0
  return {
    ...storage,
    async read(kind, id, range) {
      const bytes = await storage.read(kind, id, range)
      if (kind !== 'data') return bytes
      tick()
      // Its own read, and every one after: a medium that starts to fail.
      if (one.damagedRead !== null && reads >= one.damagedRead)
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      reads += 1
      return bytes
    },
  }
}

const knownLater = new Set([sha256('quiet dropper')])

function lyingEngine(one: Attempt, tick: () => void): ReturnType<typeof wordScanner> {
  return wordScanner((words, batch) => {
    tick()
    const honest = words.map((answer) =>
      one.rules === 'rules-2' && knownLater.has(answer.key)
        ? { ...answer, verdict: 'infected' as const, matches: ['new_rule'] }
        : answer,
    )
    if (batch - 1 < one.engineFailsAt) return honest
    switch (one.engine) {
      case 'honest':
        return honest
      case 'throws':
        throw new Error('engine away')
      case 'silent':
        return honest.slice(0, -1)
      case 'mixes up':
        return honest.toReversed()
      case 'other rules':
        return honest.map((answer) => ({ ...answer, verdict: 'clean', matches: [], ruleSetDigest: 'none' }))
      case 'hangs':
        return honest.map((answer) => ({ ...answer, verdict: 'unknown', cause: 'timeout', matches: [] }))
      case 'contradicts itself':
        return honest.map((answer) => ({ ...answer, verdict: 'clean', matches: ['x'] }))
    }
  }, one.rules)
}

function tamper(rooms: Rooms, what: Exclude<Tamper, 'nothing'>): void {
  const journal = join(cleanRoom(rooms), unit, 'journal.ndjson')
  const manifest = join(cleanRoom(rooms), unit, 'manifest.ndjson')
  mkdirSync(placed(rooms, 'd'), { recursive: true })
  switch (what) {
    case 'changes a file':
      return writeFileSync(freed(rooms, 'one'), 'evil')
    case 'deletes a file':
      freed(rooms, 'many-pieces')
      return
    case 'plants a file':
      return writeFileSync(freed(rooms, 'bad'), 'very-bad')
    case 'plants a link':
      return symlinkSync('/etc/hostname', freed(rooms, 'one'))
    case 'forges the journal': {
      const text = existsSync(journal) ? readFileSync(journal, 'utf8') : ''
      writeFileSync(freed(rooms, 'bad'), 'very-bad')
      const forged = text.replaceAll('/d/one', '/d/bad').replaceAll(sha256('one'), sha256('very-bad'))
      return appendFileSync(journal, forged.split('\n').slice(1).join('\n'))
    }
    case 'cuts the journal':
      return existsSync(journal) ? truncateSync(journal, readFileSync(journal).length >> 1) : undefined
    case 'cuts the manifest':
      return existsSync(manifest) ? truncateSync(manifest, readFileSync(manifest).length >> 1) : undefined
    case 'blocks a place':
      mkdirSync(join(freed(rooms, 'shares-pieces'), 'in the way'), { recursive: true })
  }
}

function freed(rooms: Rooms, name: string): string {
  const place = placed(rooms, `d/${name}`)
  rmSync(place, { recursive: true, force: true })
  return place
}

/** Everything a careless operator would do: record, approve, release. Then the released bytes are looked at. */
async function tryRelease(
  rooms: Rooms,
  one: Attempt,
  outcome: RecoveryOutcome,
  target: string,
): Promise<boolean> {
  const log = memoryLog((kinds) => {
    if (one.release === 'log fails' && kinds.includes('unit.released')) throw new Error('log away')
  })
  const session = await declaredCase(log, [unit])
  const engine = {
    engine: outcome.engine,
    version: outcome.engineVersion,
    ruleSetDigest: outcome.ruleSetDigest,
  }
  await recordRun(session, plan, outcome, {
    cleanRoom: cleanRoom(rooms),
    scanner: { describe: () => engine },
  })
  await approve(session, unit, one.release === 'with one person' ? ['anna'] : ['anna', 'bernd'])
  if (one.release === 'after tampering' && one.tamper !== 'nothing') tamper(rooms, one.tamper)
  const rules = one.release === 'with other rules' ? 'rules-3' : one.rules
  const manifestFile = outcome.units[0]?.manifestFile ?? ''
  try {
    await releaseUnit({
      session,
      unit,
      cleanRoom: cleanRoom(rooms),
      manifestFile,
      ruleSetDigest: rules,
      target,
      by,
    })
  } catch {
    assert.ok(!existsSync(join(target, unit)), 'a refused unit does not appear')
    return false
  }
  const released = filesBelow(join(target, unit, 'files', 'files1'))
  for (const [path, content] of released) {
    assert.equal(content, plainOf.get(path), path)
    assert.ok(cleanFor(rules).includes(path), `${path} is not clean for ${rules}`)
  }
  return true
}

function filesBelow(root: string): Map<string, string> {
  const names = Object.keys(contents).filter((name) => existsSync(join(root, 'd', name)))
  return new Map(names.map((name) => [`/d/${name}`, readFileSync(join(root, 'd', name), 'utf8')]))
}

/** An honest run over whatever the faults left: all that is clean is there, all else waits, and it can be released. */
async function assertCompletes(rooms: Rooms, rules: Attempt['rules'], verdicts: VerdictCache): Promise<void> {
  // What blocks a place is the one thing that a person has to take away.
  if (existsSync(placed(rooms, 'd/shares-pieces/in the way'))) freed(rooms, 'shares-pieces')
  const honest: Attempt = {
    engine: 'honest',
    engineFailsAt: 0,
    damagedRead: null,
    killedAt: null,
    rules,
    tamper: 'nothing',
    release: 'yes',
  }
  const outcome = await run(rooms, honest, verdicts)
  const expected = cleanFor(rules)
  const [one] = outcome.units
  assert.equal(one?.files, expected.length + 1, 'all clean files and the link')
  assert.equal(one.files + one.quarantined.length + one.caseReview.length, plan.units[0]?.items.length)
  const target = join(rooms.base, 'released-at-last')
  assert.ok(await tryRelease(rooms, honest, outcome, target), 'the completed unit is released')
  assert.deepEqual([...filesBelow(join(target, unit, 'files', 'files1')).keys()].sort(), expected.toSorted())
}
