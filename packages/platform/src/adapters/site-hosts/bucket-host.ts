import type { S3Objects } from '@anlauf/repository'

import { sealNames } from '../../core/publication/index.ts'
import { nextFolder } from './check-copy.ts'
import { type PublishedCopy, TooLong } from './copy.ts'
import {
  type Bundle,
  type PushOptions,
  type Pushed,
  refuseOlder,
  type ShownEdition,
  shownEdition,
  type SiteHost,
} from './host.ts'
import { inTurns } from './in-turns.ts'

/** Requests under way at once. */
const atOnce = 6

/** The seals in the order in which they are replaced: what readers look at first comes last. */
const sealOrder = [
  sealNames.sumsSignature,
  sealNames.sums,
  sealNames.note,
  sealNames.signature,
  sealNames.manifest,
]

/**
 * A bucket knows no folders and no links: files are replaced one by one, each in one step. The seals of the new edition are put
 * beside the old ones first, so that whoever checks meanwhile sees that each file belongs to one of two signed editions; new files
 * come before pages that lead to them, then the home pages, then removals, `bundle.json` last. A push that broke off is
 * finished by the next one.
 */
export function bucketHost(place: string, objects: S3Objects): SiteHost {
  const copy: PublishedCopy = {
    place,
    async read(path, most) {
      const bytes = await objects.read(path, most)
      return bytes === 'too-long' ? new TooLong() : bytes
    },
  }
  return {
    copy,
    push: (bundle, options) => push({ place, objects, copy }, bundle, options),
    [Symbol.asyncDispose]: () => objects[Symbol.asyncDispose](),
  }
}

interface Ground {
  readonly place: string
  readonly objects: S3Objects
  readonly copy: PublishedCopy
}

async function push({ place, objects, copy }: Ground, bundle: Bundle, options: PushOptions): Promise<Pushed> {
  const shown = await shownEdition(copy, bundle)
  refuseOlder(place, shown, bundle, options)
  const next = await shownEdition(copy, bundle, nextFolder)
  refuseOlder(place, next, bundle, options)
  // After a push that broke off, or somebody else's, nobody knows which files are which; then only reading tells.
  const isDoubtful = next !== undefined || (shown !== undefined && shown.by !== 'ours')
  const steps = await stepsOf(bundle, shown, isDoubtful ? copy : undefined)
  const all = [...steps.added, ...steps.changed, ...steps.home]
  const bytes = all.reduce((sum, [, { length }]) => sum + length, 0)
  const kept = bundle.files.size - sealOrder.length - all.length
  const result = { written: all.length + sealOrder.length, bytes, kept, before: shown?.manifest.sequence }
  if (options.isDryRun === true) return result

  let [done, sent] = [0, 0]
  const write = async ([path, content]: readonly [string, Uint8Array]): Promise<void> => {
    options.signal?.throwIfAborted()
    await objects.write(path, content, headersOf(path))
    done += 1
    sent += content.length
    options.onFile?.(done, all.length + sealOrder.length * 2, sent)
  }
  const seals = sealOrder.map((name) => [name, bundle.files.get(name) ?? Buffer.alloc(0)] as const)
  for (const [name, content] of seals) await write([`${nextFolder}/${name}`, content])
  for (const step of [steps.added, steps.changed, steps.home]) await inTurns(step, atOnce, write)
  // No page leads there any more; after the seals nobody would know what was there, and a push that broke off would leave it.
  await inTurns(steps.gone, atOnce, (path) => objects.remove(path))
  for (const seal of seals) await write(seal)
  for (const [name] of seals) await objects.remove(`${nextFolder}/${name}`)
  return result
}

interface Steps {
  readonly added: readonly (readonly [string, Uint8Array])[]
  readonly changed: readonly (readonly [string, Uint8Array])[]
  readonly home: readonly (readonly [string, Uint8Array])[]
  readonly gone: readonly string[]
}

async function stepsOf(
  { files, manifest }: Bundle,
  shown: ShownEdition | undefined,
  doubtful: PublishedCopy | undefined,
): Promise<Steps> {
  const steps = {
    added: [] as [string, Uint8Array][],
    changed: [] as [string, Uint8Array][],
    home: [] as [string, Uint8Array][],
  }
  const entries = [...manifest.files].map(([path, { sha256 }]) => ({
    path,
    sha256,
    bytes: files.get(path) ?? Buffer.alloc(0),
  }))
  await inTurns(entries, atOnce, async ({ path, sha256, bytes }) => {
    const before = shown?.manifest.files.get(path)
    const there = doubtful === undefined ? undefined : await doubtful.read(path, bytes.length)
    const isThere =
      doubtful === undefined
        ? before?.sha256 === sha256
        : there !== undefined && Buffer.from(bytes).equals(there)
    if (isThere) return
    const step = /^(?:en\/)?index\.html$/.test(path)
      ? steps.home
      : before === undefined
        ? steps.added
        : steps.changed
    step.push([path, bytes])
  })
  const gone = [...(shown?.manifest.files.keys() ?? [])].filter((path) => !manifest.files.has(path))
  return { ...steps, gone }
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  xml: 'application/xml; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  pem: 'application/x-pem-file',
  pdf: 'application/pdf',
  sig: 'application/octet-stream',
}

/** A bucket guesses no types, and what it answers may be kept for a minute. */
function headersOf(path: string): Readonly<Record<string, string>> {
  const type = types[/\.([a-z]+)$/.exec(path)?.[1] ?? ''] ?? 'text/plain; charset=utf-8'
  return { 'content-type': type, 'cache-control': 'public, max-age=60' }
}
