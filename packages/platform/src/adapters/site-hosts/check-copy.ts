import { AnlaufError } from '../../core/failure.ts'
import {
  type BundleProblem,
  fileProblem,
  type JudgedBundle,
  judgeSeals,
  type Manifest,
  sealNames,
  type SeenBundle,
  type SignedStatement,
} from '../../core/publication/index.ts'
import type { PublishedCopy } from './copy.ts'
import { inTurns } from './in-turns.ts'
import { readSeals } from './read-seals.ts'

/** What came of checking a copy. */
export interface CheckedCopy extends JudgedBundle {
  readonly place: string
  readonly files: number
  readonly bytes: number
  /** What was said of keys there; to be remembered. */
  readonly statements: readonly SignedStatement[]
  /** False where nobody can say which other files there are. */
  readonly sawAllNames: boolean
}

export interface CheckOptions {
  /** The fingerprint that the reader knows from elsewhere. */
  readonly pinned: string
  readonly now: Date
  readonly seen?: readonly SeenBundle[]
  readonly remembered?: readonly SignedStatement[]
  readonly signal?: AbortSignal
  readonly onFile?: (done: number, total: number) => void
}

/** Where a push to a place without folders puts the next seals before it changes any file. */
export const nextFolder = 'next'

/** Enough to keep a line busy, few enough for any host. */
const atOnce = 6

/**
 * Reads a copy and names everything that is wrong with it. Nothing is read beyond what its manifest says, and the manifest is
 * bounded itself. Throws `not-found` where there is no `bundle.json` and `input-invalid` when it is none.
 */
export async function checkCopy(copy: PublishedCopy, options: CheckOptions): Promise<CheckedCopy> {
  const found = await readSeals(copy, '', options.signal)
  if (found === undefined) {
    throw new AnlaufError(
      'not-found',
      `${copy.place} has no ${sealNames.manifest}: no signed site is there.`,
      {
        hint: 'Check the address or folder. A site without it was never signed, or somebody took it away.',
      },
    )
  }
  const next = await nextSeals(copy, options)
  const shown = judgeSeals(found, options)
  // While a bucket's seals are replaced one by one, only those beside them are whole.
  const judged = shown.problems.some(({ kind }) => sealKinds.has(kind)) && next !== undefined ? next : shown
  const other = judged === next ? undefined : next
  const problems = await fileProblems(copy, judged.manifest, options)
  const isMix =
    judged === next || (problems.length > 0 && (await allOfNext(copy, problems, judged, other, options)))
  const names = await copy.list?.()
  const extra = (names ?? []).filter((path) => !isKnown(path, judged.manifest)).map((path) => extraFile(path))
  const ofFiles =
    isMix && (judged !== next || problems.length === 0)
      ? [mixed(judged.manifest)]
      : problems.map(({ problem }) => problem)
  return {
    ...judged,
    problems: [...judged.problems, ...ofFiles, ...extra],
    place: copy.place,
    files: judged.manifest.files.size,
    bytes: [...judged.manifest.files.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    statements: found.statements,
    sawAllNames: names !== undefined,
  }
}

/** What is wrong with seals while they are replaced. */
const sealKinds: ReadonlySet<string> = new Set(['bad-signature', 'broken-seal'])

/** A signed next edition that lies beside the shown one, if nothing is wrong with its own seals. */
async function nextSeals(copy: PublishedCopy, options: CheckOptions): Promise<JudgedBundle | undefined> {
  const seals = await readSeals(copy, nextFolder, options.signal).catch(() => undefined)
  if (seals === undefined) return undefined
  const next = judgeSeals(seals, options)
  return next.problems.length === 0 ? next : undefined
}

interface FoundProblem {
  readonly path: string
  readonly problem: BundleProblem
}

async function fileProblems(
  copy: PublishedCopy,
  manifest: Manifest,
  { signal, onFile }: CheckOptions,
): Promise<readonly FoundProblem[]> {
  const found: FoundProblem[] = []
  let done = 0
  await inTurns([...manifest.files], atOnce, async ([path, wanted]) => {
    const bytes = await copy.read(path, wanted.bytes, signal)
    const problem = fileProblem(manifest, path, bytes)
    if (problem !== undefined) found.push({ path, problem })
    done += 1
    onFile?.(done, manifest.files.size)
  })
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** True when all that does not fit this edition is exactly as in the next one. */
async function allOfNext(
  copy: PublishedCopy,
  problems: readonly FoundProblem[],
  { manifest, problems: ofSeals }: JudgedBundle,
  next: JudgedBundle | undefined,
  { signal }: CheckOptions,
): Promise<boolean> {
  if (next === undefined || ofSeals.length > 0) return false
  if (next.manifest.incident !== manifest.incident || next.manifest.sequence <= manifest.sequence)
    return false
  for (const { path, problem } of problems) {
    const wanted = next.manifest.files.get(path)
    if (wanted === undefined) {
      // Removed by the next edition: it may be gone already.
      if (problem.kind === 'missing-file') continue
      return false
    }
    const bytes = await copy.read(path, wanted.bytes, signal)
    if (fileProblem(next.manifest, path, bytes) !== undefined) return false
  }
  return true
}

function isKnown(path: string, { files }: Manifest): boolean {
  const seal = path.startsWith(`${nextFolder}/`) ? path.slice(nextFolder.length + 1) : path
  return files.has(path) || (Object.values(sealNames) as string[]).includes(seal)
}

function extraFile(path: string): BundleProblem {
  return { kind: 'extra-file', message: `${JSON.stringify(path)} is not part of the bundle.` }
}

function mixed({ sequence }: Manifest): BundleProblem {
  return {
    kind: 'mixed',
    message: `A mix of edition ${sequence} and another, each file genuine: a push is under way or broke off. Look again in a minute; whoever pushes should do it again.`,
  }
}
