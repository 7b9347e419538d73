import type { Repository } from '@anlauf/repository'

import type { Content } from '../contents.ts'
import { onePass } from '../one-pass.ts'
import type { ScanItem } from '../scanner.ts'
import { openStaging } from '../staging.ts'
import type { ContainerSplitter } from '../verdicts/container-splitter.ts'
import { allToTheirEnd } from './look-inside.ts'
import { nothingAsked } from './nothing-asked.ts'

/** A member that was looked for, in a container. */
export interface MemberHit {
  readonly sha256: string
  /** Names of all levels, outermost first; absent when the container was not read for it. */
  readonly place?: string
}

/** Containers that are read again for the names of what was found in them; others are named without. */
const mostContainers = 100
const mostBytes = 2 * 1024 ** 3

export interface HeldContent {
  readonly content: Content
  readonly members: readonly MemberHit[]
}

/**
 * Where in their containers the members lie: names are remembered nowhere, so the containers are read once more, the
 * first hundred. By their keys in the catalogue, those that could be read; what lies in them after all is named by its
 * whole hash, and what does not is left out.
 */
export async function findMemberPlaces(
  repository: Repository,
  held: readonly HeldContent[],
  { splitter, staging: folder, signal }: PlaceOptions,
): Promise<ReadonlyMap<string, readonly MemberHit[]>> {
  const chosen = withinBounds(held)
  const bySha = new Map<string, readonly MemberHit[]>()
  const found = new Map<string, readonly MemberHit[]>()
  if (chosen.length === 0) return found
  const wanted = new Set(chosen.flatMap(({ members }) => members.map(({ sha256 }) => sha256)))
  const staging = openStaging(folder)
  using _staging = { [Symbol.dispose]: () => staging.clear() }
  const contents = chosen.map(({ content }) => content)
  await onePass(contents, {
    repository,
    staging,
    signal,
    async judge(items) {
      const places = await allToTheirEnd(items.map((item) => placesIn(item, wanted, splitter)))
      items.forEach(({ key }, at) => {
        const list = places[at]
        if (list !== undefined) bySha.set(key, list)
      })
      return items.map(() => nothingAsked)
    },
    async settle(batch) {
      for (const judged of batch) {
        const list = 'problem' in judged ? undefined : bySha.get(judged.sha256)
        if (list !== undefined) found.set(judged.content.key, list)
      }
    },
  })
  return found
}

interface PlaceOptions {
  readonly splitter: ContainerSplitter
  readonly staging: string
  readonly signal: AbortSignal | undefined
}

function withinBounds(held: readonly HeldContent[]): readonly HeldContent[] {
  let bytes = 0
  return held.slice(0, mostContainers).filter(({ content: { size } }) => {
    if (bytes + size > mostBytes) return false
    bytes += size
    return true
  })
}

/** Undefined when it was not taken apart to its end: then what was remembered stands. */
async function placesIn(
  item: ScanItem,
  wanted: ReadonlySet<string>,
  splitter: ContainerSplitter,
): Promise<readonly MemberHit[] | undefined> {
  const hits = new Map<string, MemberHit>()
  const members = splitter.split(item)
  for (;;) {
    const next = await members.next()
    if (next.done === true) return next.value.length > 0 && hits.size === 0 ? undefined : [...hits.values()]
    for (const { key, place } of next.value) {
      if (wanted.has(key)) hits.set(key, { sha256: key, ...(place !== undefined && { place }) })
    }
  }
}
