import type { Node, Repository, Snapshot } from '@anlauf/repository'

import { unassignedTenant } from '../../detect/index.ts'
import { barrenDirectories } from './barren-directories.ts'
import { catalogue, seenContents } from './catalogue.ts'
import { type Danger, dangerOf, dangers, type KnownHead } from './danger.ts'
import type { HuntOptions } from './hunt-options.ts'
import type { HuntHit, HuntReport, HuntStop } from './hunt-report.ts'
import { type Hunt, huntWindow, openHunt } from './hunt-window.ts'
import { findMemberPlaces } from './member-places.ts'
import { findSightings, type Sighting } from './sightings.ts'

/**
 * Looks for hashes, or for what rules match, in every version of every file of a history. A hash is answered from
 * trees where a file is one blob, from known hashes and known insides otherwise; rules run over each different content
 * once. What could not be answered is counted, never passed over.
 *
 * What has to be read is read in the order of danger: programs of all history, newest first, then containers, then the
 * rest. Stopped while it reads, it says what it has found by then and how far it came; the same call goes on.
 * Throws `scanner-failed`, `no-space`, `aborted`, and the repository's errors except those of single contents and
 * directories.
 */
export async function huntHistory(repository: Repository, options: HuntOptions): Promise<HuntReport> {
  const snapshots = await chosenSnapshots(repository, options.hosts)
  const hunt = openHunt(repository, snapshots, options)
  const stopped = hunt.reads ? await readByDanger(hunt) : await answer(hunt)
  // What was found before a stop is worth the second that it takes to say where it lay.
  const signal = stopped === undefined ? options.signal : undefined
  await nameMembers(hunt, signal)
  const sightings = await sightingsOf(hunt, signal)
  const { tally, counts, problems } = hunt
  const isFull = (await options.inside?.known.isFull()) === true
  return {
    hits: [...tally.hits]
      .map(([key, { content: _content, ...hit }]): HuntHit => ({
        ...hit,
        sightings: sightings.get(key) ?? [],
      }))
      .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
    open: [...tally.open].map(([cause, figures]) => ({ cause, ...figures })),
    problems: [...problems].map(([path, message]) => ({ path, message })),
    ...(stopped !== undefined && { stopped }),
    ...(isFull && { insidesFull: true as const }),
    counters: { snapshots: snapshots.length, ...counts, ...tally.counts },
  }
}

async function chosenSnapshots(
  repository: Repository,
  hosts: readonly string[] | undefined,
): Promise<readonly Snapshot[]> {
  const all = await repository.listSnapshots()
  await repository.loadIndex()
  return all.filter(({ hostname }) => hosts === undefined || hosts.includes(hostname ?? ''))
}

/** From what is known alone. */
async function answer(hunt: Hunt): Promise<undefined> {
  const { repository, snapshots, options, counts, onProblem, barren } = hunt
  let done = 0
  const windows = catalogue(repository, snapshots, {
    counts,
    seen: seenContents(),
    barren,
    signal: options.signal,
    onProblem,
    onSnapshot() {
      done += 1
      options.onProgress?.({ done, total: snapshots.length, bytesDone: 0 })
    },
  })
  for await (const contents of windows) await huntWindow(hunt, contents)
}

/** One walk for every degree of danger. Returns where it was stopped. */
async function readByDanger(hunt: Hunt): Promise<HuntStop | undefined> {
  const { repository, snapshots, options, tally, onProblem } = hunt
  const seen = seenContents()
  const total = snapshots.length * dangers.length
  let done = 0
  let since: string | undefined
  for (const [at, danger] of dangers.entries()) {
    // Only the contents differ from walk to walk.
    const counts = { ...hunt.counts, treesRead: 0, filesSeen: 0 }
    since = undefined
    const windows = catalogue(repository, snapshots.toReversed(), {
      counts,
      seen,
      isChosen: (path, node) => isOf(danger, path, node, options.headOf),
      endsWithSnapshot: true,
      signal: options.signal,
      onProblem,
      onSnapshot({ time }) {
        since = time
        done += 1
        options.onProgress?.({ done, total, bytesDone: tally.counts.bytesRead })
      },
    })
    try {
      for await (const contents of windows) await huntWindow(hunt, contents)
    } catch (error) {
      if (options.signal?.aborted !== true) throw error
      Object.assign(hunt.counts, counts)
      return { answered: dangers.slice(0, at), within: danger, ...(since !== undefined && { since }) }
    }
    Object.assign(hunt.counts, counts)
  }
  return undefined
}

/** In the last walk all is left that no walk before has taken. */
function isOf(danger: Danger, path: string, node: Node, headOf: KnownHead | undefined): boolean {
  return danger === 'other' || dangerOf({ path, node, head: headOf?.(node) }) === danger
}

async function nameMembers(
  { repository, options: { inside, staging }, tally: { hits } }: Hunt,
  signal: AbortSignal | undefined,
): Promise<void> {
  const held = [...hits.values()].filter(({ members }) => members.length > 0)
  if (inside === undefined || held.length === 0) return
  const places = await findMemberPlaces(repository, held, { splitter: inside.splitter, staging, signal })
  for (const [key, members] of places) {
    const hit = hits.get(key)
    if (hit === undefined) continue
    if (members.length > 0 || hit.verdict !== 'listed') hits.set(key, { ...hit, members })
    // Half a hash was equal, the whole one is not.
    else hits.delete(key)
  }
}

function sightingsOf(
  { repository, snapshots, options, tally, barren, onProblem }: Hunt,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Sighting[]>> {
  const isLearned = [...tally.hits.values()].every(
    ({ members, verdict }) => members.length === 0 && verdict === 'listed',
  )
  return findSightings(repository, snapshots, new Set(tally.hits.keys()), {
    tenantOf: (host, path) =>
      options.place === undefined
        ? host || unassignedTenant
        : (options.place(host, path)?.tenant ?? unassignedTenant),
    // That something lies in a container, or that rules match, was not known while directories were passed.
    barren: isLearned ? barren.directories : barrenDirectories(),
    signal,
    onProblem,
  })
}
