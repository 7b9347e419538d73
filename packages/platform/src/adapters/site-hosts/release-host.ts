import { randomBytes } from 'node:crypto'

import { digest } from '../../core/publication/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type PublishedCopy, TooLong } from './copy.ts'
import {
  type Bundle,
  type PushOptions,
  type Pushed,
  refuseOlder,
  shownEdition,
  type SiteHost,
} from './host.ts'
import { inTurns } from './in-turns.ts'
import type { Tree } from './tree.ts'

const releases = 'releases'
/** What a web server serves: a link to one of the releases. */
const current = 'current'
/** Releases that stay besides the one shown, for somebody who wants to look. */
const keptBefore = 2
/** Requests under way at once. */
const atOnce = 6

/**
 * A host with folders and links. An edition is written whole into a folder of its own, read back, and only then shown, by letting
 * one link lead to it: readers see the old edition or the new one, whenever we are killed. What was written is found again by the
 * next push.
 */
export function releaseHost(place: string, tree: Tree, close: () => Promise<void>): SiteHost {
  const copy = copyIn(place, tree, current)
  return {
    copy,
    push: (bundle, options) => push({ place, tree, copy }, bundle, options),
    [Symbol.asyncDispose]: close,
  }
}

interface Ground {
  readonly place: string
  readonly tree: Tree
  readonly copy: PublishedCopy
}

async function push({ place, tree, copy }: Ground, bundle: Bundle, options: PushOptions): Promise<Pushed> {
  const shown = await shownEdition(copy, bundle)
  refuseOlder(place, shown, bundle, options)
  const usual = `${releases}/${bundle.manifest.sequence}-${bundle.sha256.slice(0, 16)}`
  const whole = await tree.sizes(usual)
  const isWritten = isSame(whole, bundle) && (await wrongFiles(tree, usual, bundle, options)).length === 0
  // What lies there under its name and is not it may be shown right now: it is left, and the edition written beside it.
  const release = isWritten || whole.size === 0 ? usual : `${usual}-${randomBytes(3).toString('hex')}`
  const part = `${release}.part`
  const there = isWritten ? whole : await tree.sizes(part)
  const missing = [...bundle.files].filter(([path, bytes]) => there.get(path) !== bytes.length)
  const bytes = missing.reduce((sum, [, { length }]) => sum + length, 0)
  const result = {
    written: missing.length,
    bytes,
    kept: bundle.files.size - missing.length,
    before: shown?.manifest.sequence,
  }
  if (options.isDryRun === true) return result
  if (!isWritten) {
    await writeAll(tree, part, missing, options)
    // A write that was killed leaves its file under another name.
    for (const path of (await tree.sizes(part)).keys()) {
      if (!bundle.files.has(path)) await tree.removeFile(`${part}/${path}`)
    }
    await tree.rename(part, release)
    await readBack({ place, tree, release }, bundle, options)
  }
  await tree.pointLink(current, release)
  await removeOld(tree, release, bundle.manifest.sequence)
  return result
}

function isSame(sizes: ReadonlyMap<string, number>, { files }: Bundle): boolean {
  return sizes.size === files.size && [...files].every(([path, { length }]) => sizes.get(path) === length)
}

async function writeAll(
  tree: Tree,
  part: string,
  missing: readonly (readonly [string, Uint8Array])[],
  { signal, onFile }: PushOptions,
): Promise<void> {
  await tree.makeFolder(part)
  let [done, bytes] = [0, 0]
  await inTurns(missing, atOnce, async ([path, content]) => {
    signal?.throwIfAborted()
    await tree.write(`${part}/${path}`, content)
    done += 1
    bytes += content.length
    onFile?.(done, missing.length, bytes)
  })
}

async function wrongFiles(
  tree: Tree,
  release: string,
  { files }: Bundle,
  { signal }: PushOptions,
): Promise<readonly string[]> {
  const wrong: string[] = []
  await inTurns([...files], atOnce, async ([path, bytes]) => {
    signal?.throwIfAborted()
    const found = await tree.read(`${release}/${path}`, bytes.length)
    if (!(found instanceof Uint8Array) || digest(found) !== digest(bytes)) wrong.push(path)
  })
  return wrong
}

/** Before anybody sees it: what lies there is what was signed. */
async function readBack(
  { place, tree, release }: { place: string; tree: Tree; release: string },
  bundle: Bundle,
  options: PushOptions,
): Promise<void> {
  const wrong = await wrongFiles(tree, release, bundle, options)
  if (wrong.length === 0) return
  await tree.removeTree(release)
  throw new AnlaufError(
    'write-failed',
    `${place} gives back other bytes than were written: ${wrong.slice(0, 3).join(', ')}.`,
    {
      hint: 'Its disk is faulty or somebody else writes there. The edition shown before stays; push again, and look at the host.',
      retry: 'later',
      context: { files: wrong.length },
    },
  )
}

/** Older ones, and what broke off before this edition; of what is newer, others may be at work. */
async function removeOld(tree: Tree, release: string, sequence: number): Promise<void> {
  const names = new Set([...(await tree.sizes(releases)).keys()].map((path) => path.split('/')[0] ?? ''))
  const others = [...names]
    .filter((name) => `${releases}/${name}` !== release)
    .map((name) => ({ name, number: Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => number <= sequence)
    .toSorted((a, b) => b.number - a.number)
  const isBroken = ({ name }: { name: string }): boolean => name.endsWith('.part')
  const old = [...others.filter(isBroken), ...others.filter((one) => !isBroken(one)).slice(keptBefore)]
  for (const { name } of old) await tree.removeTree(`${releases}/${name}`)
}

function copyIn(place: string, tree: Tree, folder: string): PublishedCopy {
  return {
    place,
    async read(path, most) {
      const bytes = await tree.read(`${folder}/${path}`, most)
      return bytes === 'too-long' ? new TooLong() : bytes
    },
    async list() {
      // A link is not followed by a list: ask for where it leads.
      const target = await tree.linkTarget(folder)
      if (target === undefined) return []
      return [...(await tree.sizes(target)).keys()].toSorted()
    },
  }
}
