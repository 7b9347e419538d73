import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path'

import { RepositoryError } from '../error.ts'
import { printName } from '../name.ts'

/** One name of the tree above, or at, the things to back up. */
export interface SourcePlan {
  readonly children: Map<string, SourcePlan>
  /** Set where real reading begins: the absolute path. */
  source: string | undefined
  /** The folder whose owner, mode and times a directory above the sources gets. */
  folder: string
  /** Where the first name was looked for; only the same places are merged. */
  readonly base: string
}

export interface PlannedSources {
  readonly plan: SourcePlan
  /** The named paths, absolute and sorted: what the snapshot says about itself. */
  readonly storedPaths: readonly string[]
}

interface Target {
  /** Absolute, as the backup sees it. */
  readonly source: string
  /** Where it goes in the snapshot. */
  readonly names: readonly string[]
  /** `/`, or what a relative path starts from: `.`, `..`, `../..`. */
  readonly base: string
}

/**
 * Arranges paths as one tree, as restic does: `/a/b` is stored as `a` with the child `b`, the relative `b/c` as
 * `b` with the child `c`, `.` and `/` as their entries. A relative and an absolute path that begin with the same
 * name do not mix, the later one is stored under `name-1`. With `asRoot` the paths are seen as if that folder
 * were "/". Throws `invalid-argument` for a path outside `asRoot`, for no path, and what `listNames` throws.
 */
export function planSources(
  paths: readonly string[],
  options: { asRoot?: string | undefined; listNames: (path: string) => readonly string[] },
): PlannedSources {
  if (paths.length === 0) {
    throw new RepositoryError('invalid-argument', 'Nothing to back up was named.', {
      hint: 'Name at least one folder or file.',
    })
  }
  const plan = emptyPlan('/', '/')
  const targets = paths.map((path) => targetOf(path, options.asRoot))
  const seen = new Set<string>()
  for (const target of targets.flatMap((one) => (one.names.length > 0 ? [one] : entriesOf(one, options)))) {
    const key = `${target.base}\0${target.source}`
    if (!seen.has(key)) insert(plan, target)
    seen.add(key)
  }
  spread(plan, options.listNames)
  return { plan, storedPaths: [...new Set(targets.map(({ source }) => source))].sort() }
}

function targetOf(path: string, asRoot: string | undefined): Target {
  const absolute = resolve(path)
  if (asRoot !== undefined) {
    const source = `/${belowRoot(path, absolute, asRoot)}`
    return { source, names: namesOf(source), base: '/' }
  }
  if (isAbsolute(path)) return { source: absolute, names: namesOf(absolute), base: '/' }
  const clean = posix.normalize(path)
  const upwards = namesOf(clean).filter((name) => name === '..')
  const base = upwards.length === 0 ? '.' : upwards.join('/')
  return { source: absolute, names: namesOf(posix.join('/', clean)), base }
}

function belowRoot(path: string, absolute: string, asRoot: string): string {
  const below = relative(resolve(asRoot), absolute)
  if (below !== '..' && !below.startsWith(`..${sep}`)) return below
  throw new RepositoryError('invalid-argument', `${printName(path)} lies outside ${printName(asRoot)}.`, {
    hint: 'With --as-root every path must lie inside that folder.',
  })
}

/** A path that has no name of its own, such as `.`, stands for its entries. */
function entriesOf(
  target: Target,
  options: { listNames: (path: string) => readonly string[] },
): readonly Target[] {
  return options.listNames(target.source).map((name) => ({
    source: join(target.source, name),
    names: [name],
    base: target.base,
  }))
}

function insert(root: SourcePlan, { source, names, base }: Target): void {
  let here = root
  let folder = base === '/' ? '/' : resolve(base)
  for (const name of names) {
    folder = join(folder, name)
    const free = here === root ? freeName(root, name, base) : name
    const next = here.children.get(free) ?? emptyPlan(folder, base)
    here.children.set(free, next)
    here = next
  }
  here.source = source
}

function freeName(root: SourcePlan, name: string, base: string): string {
  const isFree = (wanted: string): boolean => (root.children.get(wanted)?.base ?? base) === base
  if (isFree(name)) return name
  for (let number = 1; ; number += 1) if (isFree(`${name}-${number}`)) return `${name}-${number}`
}

/** Where one source lies inside another, the outer one is taken apart into its entries. */
function spread(plan: SourcePlan, listNames: (path: string) => readonly string[]): void {
  if (plan.source !== undefined && plan.children.size > 0) {
    for (const name of listNames(plan.source)) {
      const source = join(plan.source, name)
      const child = plan.children.get(name) ?? emptyPlan(source, plan.base)
      child.source ??= source
      plan.children.set(name, child)
    }
    plan.folder = plan.source
    plan.source = undefined
  }
  for (const child of plan.children.values()) spread(child, listNames)
}

function emptyPlan(folder: string, base: string): SourcePlan {
  return { children: new Map(), source: undefined, folder, base }
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
