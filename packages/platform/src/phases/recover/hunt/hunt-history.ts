import type { Repository, RepositoryError, Snapshot } from '@anlauf/repository'

import { unassignedTenant } from '../../detect/index.ts'
import { type Content, keyOfBlobs } from '../contents.ts'
import { judgeBatch } from '../judge-batch.ts'
import { onePass } from '../one-pass.ts'
import type { ScanItem, Scanner, ScanVerdict, Verdict } from '../scanner.ts'
import { openStaging } from '../staging.ts'
import type { VerdictCache } from '../verdict-cache.ts'
import { barrenDirectories } from './barren-directories.ts'
import { catalogue } from './catalogue.ts'
import type { KnownHashes } from './known-hashes.ts'
import { findSightings, type Sighting } from './sightings.ts'

export interface HuntOptions {
  /** SHA-256 of whole files, in lower-case hex. */
  readonly hashes?: readonly string[]
  /** Judges every different content once; reads all data that is not known. */
  readonly engine?: { readonly scanner: Scanner; readonly verdicts: VerdictCache }
  /** Reads files of several blobs whose hash nobody knows; without it they stay open. */
  readonly readsLarge?: boolean
  readonly known: KnownHashes
  /** Folder for contents on their way; emptied before and after. */
  readonly staging: string
  readonly hosts?: readonly string[]
  readonly place?: (host: string, path: string) => { tenant: string } | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; bytesDone: number }) => void
}

/** One content that was hunted for, and where it lay. */
export interface HuntHit {
  readonly sha256: string
  readonly size: number
  /** `listed` when its hash was asked for, else what the engine says. */
  readonly verdict: 'listed' | ScanVerdict
  readonly matches: readonly string[]
  readonly sightings: readonly Sighting[]
}

export interface HuntReport {
  readonly hits: readonly HuntHit[]
  /** Contents of which nothing can be said, by reason; `hashNotKnown` ones were not read. */
  readonly open: readonly { readonly cause: string; readonly contents: number; readonly bytes: number }[]
  /** Directories that could not be read: what lies in them was not looked at. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  readonly counters: {
    readonly snapshots: number
    readonly treesRead: number
    readonly filesSeen: number
    readonly contents: number
    readonly contentsRead: number
    readonly bytesRead: number
    readonly fromCache: number
  }
}

/**
 * Looks for hashes, or for what rules match, in every version of every file of a history. A hash is answered from
 * trees where a file is one blob, and from known hashes otherwise; rules run over each different content once.
 * What could not be answered is counted, never passed over. Throws `scanner-failed`, `no-space`, `aborted`, and the
 * repository's errors except those of single contents and directories.
 */
export async function huntHistory(repository: Repository, options: HuntOptions): Promise<HuntReport> {
  const snapshots = await chosenSnapshots(repository, options.hosts)
  const wanted = new Set(options.hashes)
  const counts = { treesRead: 0, filesSeen: 0, contents: 0 }
  const reading = { contentsRead: 0, bytesRead: 0, fromCache: 0 }
  const hits = new Map<string, Omit<HuntHit, 'sightings'>>()
  const open = new Map<string, { contents: number; bytes: number }>()
  const problems = new Map<string, string>()
  const onProblem = ({ path, error }: { path: string; error: RepositoryError }): void => {
    if (problems.size < maxProblems) problems.set(path, error.message)
  }
  let done = 0
  const report = (): void =>
    options.onProgress?.({ done, total: snapshots.length, bytesDone: reading.bytesRead })
  const leaveOpen = (cause: string, { size }: Content): void => {
    const known = open.get(cause) ?? { contents: 0, bytes: 0 }
    open.set(cause, { contents: known.contents + 1, bytes: known.bytes + size })
  }

  const barren = barrenDirectories()
  // Whether rules match, or what a file of several pieces is, nobody knows from its directory.
  const mayBeWanted = ({ blobs }: Content): boolean => blobs.length > 1 || wanted.has(keyOfBlobs(blobs))
  const windows = catalogue(repository, snapshots, {
    counts,
    ...(options.engine === undefined && { barren: { directories: barren, mayBeWanted } }),
    signal: options.signal,
    onProblem,
    onSnapshot: () => {
      done += 1
      report()
    },
  })
  for await (const contents of windows) {
    const hashes = await hashesOf(contents, options.known)
    const { engine } = options
    const unread: Content[] = []
    for (const content of contents) {
      const sha256 = hashes.get(content.key)
      const isListed = sha256 !== undefined && wanted.has(sha256)
      if (isListed) hits.set(content.key, { sha256, size: content.size, verdict: 'listed', matches: [] })
      else if (engine !== undefined) unread.push(content)
      else if (sha256 === undefined && options.readsLarge === true) unread.push(content)
      else if (sha256 === undefined) leaveOpen('hashNotKnown', content)
    }
    const left = engine === undefined ? unread : await askCache(unread, hashes, engine, { hits, reading })
    await readAll(repository, left, options, {
      onRead: (content, sha256, verdict) => {
        reading.contentsRead += 1
        reading.bytesRead += content.size
        if (wanted.has(sha256))
          hits.set(content.key, { sha256, size: content.size, verdict: 'listed', matches: [] })
        else if (verdict !== undefined) noteVerdict(content, sha256, verdict, { hits, leaveOpen })
        report()
      },
      onUnreadable: (content, code) => leaveOpen(code, content),
    })
  }
  const sightings = await findSightings(repository, snapshots, new Set(hits.keys()), {
    tenantOf: (host, path) =>
      options.place === undefined
        ? host || unassignedTenant
        : (options.place(host, path)?.tenant ?? unassignedTenant),
    barren,
    signal: options.signal,
    onProblem,
  })
  return {
    hits: [...hits]
      .map(([key, hit]) => ({ ...hit, sightings: sightings.get(key) ?? [] }))
      .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
    open: [...open].map(([cause, figures]) => ({ cause, ...figures })),
    problems: [...problems].map(([path, message]) => ({ path, message })),
    counters: { snapshots: snapshots.length, ...counts, ...reading },
  }
}

/** Enough to see where; the first thousand. */
const maxProblems = 1000

async function chosenSnapshots(
  repository: Repository,
  hosts: readonly string[] | undefined,
): Promise<readonly Snapshot[]> {
  const all = await repository.listSnapshots()
  await repository.loadIndex()
  return all.filter(({ hostname }) => hosts === undefined || hosts.includes(hostname ?? ''))
}

/** Hashes by the catalogue's keys, as far as trees and earlier runs know them. */
async function hashesOf(
  contents: readonly Content[],
  known: KnownHashes,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  const several: Content[] = []
  for (const content of contents) {
    // The key of one blob is its id, which is the SHA-256 of the file; of none, the SHA-256 of nothing.
    if (content.blobs.length <= 1) hashes.set(content.key, keyOfBlobs(content.blobs))
    else several.push(content)
  }
  const found = await known.find(several.map(({ blobs }) => keyOfBlobs(blobs)))
  for (const content of several) {
    const sha256 = found.get(keyOfBlobs(content.blobs))
    if (sha256 !== undefined) hashes.set(content.key, sha256)
  }
  return hashes
}

type Engine = NonNullable<HuntOptions['engine']>

/** What the engine has said before needs no reading, as far as the hash is known. Returns the rest. */
async function askCache(
  contents: readonly Content[],
  hashes: ReadonlyMap<string, string>,
  { scanner, verdicts }: Engine,
  { hits, reading }: { hits: Map<string, Omit<HuntHit, 'sightings'>>; reading: { fromCache: number } },
): Promise<readonly Content[]> {
  const known = await verdicts.find(
    contents.flatMap(({ key }) => hashes.get(key) ?? []),
    scanner.describe(),
  )
  return contents.filter((content) => {
    const sha256 = hashes.get(content.key)
    const verdict = sha256 === undefined ? undefined : known.get(sha256)
    if (sha256 === undefined || verdict === undefined) return true
    reading.fromCache += 1
    noteVerdict(content, sha256, verdict, { hits, leaveOpen: () => undefined })
    return false
  })
}

function noteVerdict(
  content: Content,
  sha256: string,
  { verdict, matches, cause }: Verdict,
  {
    hits,
    leaveOpen,
  }: {
    hits: Map<string, Omit<HuntHit, 'sightings'>>
    leaveOpen: (cause: string, content: Content) => void
  },
): void {
  if (verdict === 'unknown') leaveOpen(cause ?? 'notScanned', content)
  else if (verdict !== 'clean') hits.set(content.key, { sha256, size: content.size, verdict, matches })
}

async function readAll(
  repository: Repository,
  contents: readonly Content[],
  { engine, known, staging: folder, signal }: HuntOptions,
  {
    onRead,
    onUnreadable,
  }: {
    onRead: (content: Content, sha256: string, verdict: Verdict | undefined) => void
    onUnreadable: (content: Content, code: string) => void
  },
): Promise<void> {
  if (contents.length === 0) return
  const staging = openStaging(folder)
  using _staging = { [Symbol.dispose]: () => staging.clear() }
  const counts = { scanned: 0, fromCache: 0 }
  const judge = async (items: readonly ScanItem[]): Promise<readonly Verdict[]> =>
    engine === undefined
      ? items.map(() => nothingAsked)
      : judgeBatch({ ...engine, engine: engine.scanner.describe() }, items, counts)
  await onePass(contents, {
    repository,
    staging,
    signal,
    judge,
    settle: async (batch) => {
      const rows: { key: string; sha256: string }[] = []
      for (const judged of batch) {
        if ('problem' in judged) {
          onUnreadable(judged.content, judged.problem.code)
          continue
        }
        const { content, sha256, verdict } = judged
        if (content.blobs.length > 1) rows.push({ key: keyOfBlobs(content.blobs), sha256 })
        onRead(content, sha256, engine === undefined ? undefined : verdict)
      }
      if (rows.length > 0) await known.store(rows)
    },
  })
}

/** Stands for a verdict where only the hash counts. */
const nothingAsked: Verdict = {
  verdict: 'unknown',
  cause: 'notScanned',
  matches: [],
  engine: '',
  version: '',
  ruleSetDigest: '',
}
