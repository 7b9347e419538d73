import type { Node, Repository, RepositoryError, Snapshot } from '@anlauf/repository'

import { type Content, keyOfBlobs } from '../contents.ts'
import { judgeBatch } from '../judge-batch.ts'
import { onePass } from '../one-pass.ts'
import type { ScanItem, Verdict } from '../scanner.ts'
import { openStaging } from '../staging.ts'
import { askCache, type ContentHashes, hashesOf } from './ask-known.ts'
import { barrenDirectories } from './barren-directories.ts'
import type { HuntOptions } from './hunt-options.ts'
import { isPassing } from './inside.ts'
import type { InsideAnswer } from './known-insides.ts'
import { lookInside } from './look-inside.ts'
import { nothingAsked } from './nothing-asked.ts'
import { openTally } from './tally.ts'

/** One hunt: what is asked, where, and what came of it by now. */
export type Hunt = ReturnType<typeof openHunt>

export function openHunt(repository: Repository, snapshots: readonly Snapshot[], options: HuntOptions) {
  const problems = new Map<string, string>()
  const wanted = new Set(options.hashes)
  // Whether rules match, or what a file of several pieces is, nobody knows from its directory.
  const mayBeWanted = ({ content }: Node): boolean =>
    content !== undefined && content !== null && (content.length > 1 || wanted.has(keyOfBlobs(content)))
  return {
    repository,
    snapshots,
    options,
    wanted,
    reads: options.engine !== undefined || options.inside?.looks === true || options.readsLarge === true,
    tally: openTally(),
    counts: { treesRead: 0, filesSeen: 0, contents: 0 },
    problems,
    barren: { directories: barrenDirectories(), mayBeWanted },
    onProblem: ({ path, error }: { path: string; error: RepositoryError }): void => {
      if (problems.size < maxProblems) problems.set(path, error.message)
    },
  }
}

/** Enough to see where; the first thousand. */
const maxProblems = 1000

type Judge = (items: readonly ScanItem[]) => Promise<readonly Verdict[]>

/** Answers for some different contents, reads what it has to, and says of the rest why it is open. */
export async function huntWindow(hunt: Hunt, contents: readonly Content[]): Promise<void> {
  const { options, wanted, tally } = hunt
  const { engine, inside } = options
  const hashes = await hashesOf(contents, options.known)
  const asksInside = inside !== undefined && wanted.size > 0
  const known = asksInside && engine === undefined ? await askInsides(hunt, contents, hashes) : nothingKnown
  const unread: Content[] = []
  for (const content of contents) {
    const sha256 = hashes.of(content)
    if (sha256 !== undefined && wanted.has(sha256)) tally.noteListed(content, sha256)
    else if (engine !== undefined) unread.push(content)
    else if (sha256 === undefined && (options.readsLarge === true || inside?.looks === true))
      unread.push(content)
    else if (sha256 === undefined) tally.leaveOpen('hashNotKnown', content)
    else if (inside?.looks === true && isWorthLooking(known.get(sha256))) unread.push(content)
    else if (asksInside) tally.noteInside(content, sha256, known.get(sha256))
  }
  const left = engine === undefined ? unread : await askCache(unread, hashes, engine, tally)
  for (const [key, sha256] of await readAll(
    hunt,
    left,
    engine === undefined ? looking(options) : judging(engine),
  ))
    hashes.learn(key, sha256)
  if (asksInside) await answerInside(hunt, unread, hashes)
}

/** What was judged, or taken apart, is known by now, unless a verdict was known before anybody looked inside. */
async function answerInside(hunt: Hunt, contents: readonly Content[], hashes: ContentHashes): Promise<void> {
  const { options, wanted, tally } = hunt
  let known = await askInsides(hunt, contents, hashes)
  if (options.engine !== undefined && options.inside?.looks === true) {
    const unseen = contents.filter((content) => isWorthLooking(known.get(hashes.of(content) ?? '')))
    await readAll(hunt, unseen, looking(options))
    known = await askInsides(hunt, contents, hashes)
  }
  for (const content of contents) {
    const sha256 = hashes.of(content)
    if (sha256 !== undefined && !wanted.has(sha256)) tally.noteInside(content, sha256, known.get(sha256))
  }
}

const nothingKnown: ReadonlyMap<string, InsideAnswer> = new Map()

async function askInsides(
  { options: { inside }, wanted }: Hunt,
  contents: readonly Content[],
  hashes: ContentHashes,
): Promise<ReadonlyMap<string, InsideAnswer>> {
  if (inside === undefined || contents.length === 0) return nothingKnown
  const keys = contents.flatMap((content) => hashes.of(content) ?? [])
  return inside.known.find(keys, { way: inside.splitter.policyDigest, wanted })
}

function isWorthLooking(answer: InsideAnswer | undefined): boolean {
  return answer === undefined || (answer.gap !== undefined && isPassing(answer.gap))
}

/** Reads what nobody knows yet and shows it to whoever judges. Returns the hashes of what could be read. */
async function readAll(
  hunt: Hunt,
  contents: readonly Content[],
  { judge, judges }: Reader,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  if (contents.length === 0) return hashes
  const { repository, options, wanted, tally } = hunt
  const { known, signal } = options
  const staging = openStaging(options.staging)
  using _staging = { [Symbol.dispose]: () => staging.clear() }
  await onePass(contents, {
    repository,
    staging,
    signal,
    judge,
    settle: async (batch) => {
      const rows: { key: string; sha256: string }[] = []
      for (const judged of batch) {
        if ('problem' in judged) {
          tally.leaveOpen(judged.problem.code, judged.content)
          continue
        }
        const { content, sha256, verdict } = judged
        hashes.set(content.key, sha256)
        tally.counts.contentsRead += 1
        tally.counts.bytesRead += content.size
        if (content.blobs.length > 1) rows.push({ key: keyOfBlobs(content.blobs), sha256 })
        if (wanted.has(sha256)) tally.noteListed(content, sha256)
        else if (judges) tally.noteVerdict(content, sha256, verdict)
      }
      if (rows.length > 0) await known.store(rows)
    },
  })
  return hashes
}

interface Reader {
  readonly judge: Judge
  /** False when only the hash, or what lies inside, is asked for. */
  readonly judges: boolean
}

function judging(engine: NonNullable<HuntOptions['engine']>): Reader {
  const counts = { scanned: 0, fromCache: 0 }
  const all = { ...engine, engine: engine.scanner.describe() }
  return { judge: (items) => judgeBatch(all, items, counts), judges: true }
}

function looking({ inside }: HuntOptions): Reader {
  return {
    judges: false,
    async judge(items) {
      if (inside?.looks === true) {
        await inside.known.store(await lookInside(items, inside.splitter), inside.splitter.policyDigest)
      }
      return items.map(() => nothingAsked)
    },
  }
}
