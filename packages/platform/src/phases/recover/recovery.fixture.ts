import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import {
  backup,
  decodeName,
  initRepository,
  localStorage,
  type Repository,
  type Snapshot,
} from '@anlauf/repository'

import type { HistoryReport, JudgedFile } from '../detect/index.ts'
import {
  memoryVerdictCache,
  planRecovery,
  type RecoveryOptions,
  type RecoveryOutcome,
  type RecoveryPlan,
  runRecovery,
  type Scanner,
} from './index.ts'

/** A machine to back up, its repository, and the folders of a recovery; all gone after the test. */
export interface Ground {
  readonly folder: string
  /** Stands for "/" of the machine `files1`. */
  readonly machine: string
  readonly place: string
  readonly repository: Repository
  readonly cleanRoom: string
  readonly quarantine: string
}

/** A test's context, or `node:test` itself for what a whole file shares. */
interface Cleaner {
  after(clean: () => void): void
}

export const password = 'correct horse battery staple'

/** Memory, where there is some: hundreds of small runs need no disk. Containers often give it 64 MB only. */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** `base` is the folder to play in; default the system's temporary one. */
export async function ground(t: Cleaner, base: string = tmpdir()): Promise<Ground> {
  const folder = mkdtempSync(join(base, 'anlauf-recover-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const place = join(folder, 'repository')
  // Milliseconds instead of half a second; the default cost is for people's passwords.
  const kdf = { N: 1024, r: 8, p: 1 }
  const repository = await initRepository(localStorage(place), { password, kdf })
  const [machine, cleanRoom, quarantine] = ['machine', 'clean-room', 'quarantine'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  return { folder, machine, place, repository, cleanRoom, quarantine }
}

/** Writes files of the machine; `undefined` takes one away. */
export function write(
  { machine }: Pick<Ground, 'machine'>,
  files: Readonly<Record<string, string | Uint8Array | undefined>>,
): void {
  for (const [path, content] of Object.entries(files)) {
    const place = join(machine, path)
    if (content === undefined) rmSync(place, { recursive: true, force: true })
    else {
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, content)
    }
  }
}

/** The same machine and repository with an empty clean room and quarantine, gone after the test. */
export function newRoom(t: Cleaner, place: Ground): Ground {
  const folder = mkdtempSync(join(place.folder, 'room-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return { ...place, cleanRoom: join(folder, 'clean-room'), quarantine: join(folder, 'quarantine') }
}

let minutes = 0

/** Backs up the whole machine; every snapshot is a minute younger than the one before. */
export async function snapshot(
  { repository, machine }: Ground,
  options: { hostname?: string; paths?: readonly string[] } = {},
): Promise<Snapshot> {
  minutes += 1
  const time = new Date(Date.UTC(2026, 2, 1, 2) + minutes * 60_000)
  const paths = (options.paths ?? ['.']).map((path) => join(machine, path))
  const made = await backup(repository, {
    paths,
    asRoot: machine,
    hostname: options.hostname ?? 'files1',
    time,
  })
  if (made.snapshot === undefined) throw new Error('no snapshot')
  return made.snapshot
}

/** What detection would say: nothing of any file but what is given. */
export async function reportOf(
  { repository }: Ground,
  more: { files?: readonly JudgedFile[] } & Partial<Pick<HistoryReport, 'onset' | 'tenants'>> = {},
): Promise<HistoryReport> {
  const snapshots = await repository.listSnapshots()
  return {
    snapshots: snapshots.map(({ id, time, hostname, paths }) => ({ id, time, host: hostname ?? '', paths })),
    files: more.files ?? [],
    onset: more.onset ?? null,
    tenants: more.tenants ?? [],
    counters: { snapshots: snapshots.length, treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 },
  }
}

/** Plan of everything in the newest snapshot, one unit a host unless `place` says otherwise. */
export async function planAll(
  ground: Ground,
  place?: (host: string, path: string) => { tenant: string } | undefined,
): Promise<RecoveryPlan> {
  return planRecovery(ground.repository, await reportOf(ground), place === undefined ? {} : { place })
}

/** One run into the ground's folders; the verdict cache is empty unless given. */
export function recover(
  { repository, cleanRoom, quarantine }: Ground,
  options: Pick<RecoveryOptions, 'plan' | 'scanner'> & Partial<RecoveryOptions>,
): Promise<RecoveryOutcome> {
  return runRecovery({ repository, cleanRoom, quarantine, verdicts: memoryVerdictCache(), ...options })
}

/** Everything below a folder: path → what it is. Names are byte strings; directories have a trailing slash. */
export function picture(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (place: Buffer, name: string): void => {
    const stat = lstatSync(place)
    if (stat.isSymbolicLink()) found[name] = `-> ${decodeName(readlinkSync(place, { encoding: 'buffer' }))}`
    else if (stat.isDirectory()) {
      found[`${name}/`] = ''
      for (const entry of readdirSync(place, { encoding: 'buffer' })) {
        walk(Buffer.concat([place, Buffer.from('/'), entry]), `${name}/${decodeName(entry)}`)
      }
    } else found[name] = `${(stat.mode & 0o7777).toString(8)} ${sha256(readFileSync(place))}`
  }
  if (existsSync(folder)) walk(Buffer.from(folder), '')
  return found
}

/** Paths of the files and links below `<folder>/<unit>/files/<host>`. */
export function placedPaths(folder: string, unit: string, host = unit): string[] {
  return Object.keys(picture(join(folder, unit, 'files', host)))
    .filter((path) => !path.endsWith('/'))
    .sort()
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** True when any file below a folder holds the bytes, whatever its name. */
export function holdsBytes(folder: string, bytes: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(bytes))
}

/**
 * An engine for what a real one does not do on demand. It judges by words in the content (see `words`) and remembers what it was shown; `answer` may tell lies instead.
 */
export function wordScanner(
  answer: (honest: readonly Honest[], batch: number) => unknown = (honest) => honest,
  ruleSetDigest = 'rules-1',
): Scanner & { readonly shown: string[] } {
  const engine = { engine: 'words', version: '1', ruleSetDigest }
  const shown: string[] = []
  let batch = 0
  return {
    shown,
    describe: () => engine,
    async scan(items) {
      const honest = items.map((item) => {
        const text = 'bytes' in item ? Buffer.from(item.bytes) : readFileSync(item.file)
        shown.push(item.key)
        const word = Object.keys(words).find((one) => text.includes(one))
        const verdict = word === undefined ? 'clean' : (words[word] ?? 'clean')
        const cause = verdict === 'unknown' ? { cause: 'timeout' as const } : {}
        return { key: item.key, verdict, ...cause, matches: word === undefined ? [] : [word], ...engine }
      })
      batch += 1
      return (await answer(honest, batch)) as readonly Honest[]
    },
    close: async () => undefined,
  }
}

type Honest = Awaited<ReturnType<Scanner['scan']>>[number]

/** Long enough that no random content holds one. */
const words: Readonly<Record<string, Honest['verdict']>> = {
  'very-bad': 'infected',
  'very-odd': 'suspicious',
  'very-slow': 'unknown',
}

/** Every item as `path: snapshot reason`, every file left out as `path: - reason`; snapshots by their number. */
export function said(plan: RecoveryPlan, snapshots: readonly Snapshot[]): string[] {
  const number = (id: string): number => snapshots.findIndex((one) => one.id === id)
  return plan.units
    .flatMap(({ items, leftOut }) => [
      ...items.map((item) => `${item.path}: ${number(item.snapshot)} ${item.reason}`),
      ...leftOut.map(({ path, reason }) => `${path}: - ${reason}`),
    ])
    .sort()
}
