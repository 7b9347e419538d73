import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

export type Half = 'tuning' | 'held-out'

export interface Repository {
  /** Its folder below the folder of repositories, for people. */
  readonly name: string
  readonly gitDir: string
  readonly head: string
  /** Which half of the evidence it belongs to. */
  readonly half: Half
}

/**
 * Every git repository below a folder, at most three levels deep: bare ones, ones with a work tree, and folders
 * `owner+name/repo` of a mirror. Repositories without a commit are left out. Sorted by name.
 */
export function repositoriesBelow(folder: string): Repository[] {
  return gitDirsBelow(folder, 3)
    .flatMap((gitDir) => {
      const [head, roots] = [
        revisions(gitDir, ['-1', 'HEAD']),
        revisions(gitDir, ['--max-parents=0', '--all']),
      ]
      if (head[0] === undefined || roots.length === 0) return []
      return [{ name: nameOf(folder, gitDir), gitDir, head: head[0], half: halfOf(roots) }]
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * The half of a history: the low bit of SHA-256 over its smallest root commit id (40 or 64 hexadecimal digits as
 * text), 0 for tuning. Forks share their root and fall on the same side; nobody has to keep a list.
 */
export function halfOf(rootCommits: readonly string[]): Half {
  const smallest = rootCommits.toSorted()[0] ?? ''
  return ((createHash('sha256').update(smallest).digest().at(-1) ?? 0) & 1) === 0 ? 'tuning' : 'held-out'
}

function gitDirsBelow(folder: string, depth: number): string[] {
  if (isGitDir(folder)) return [folder]
  if (isGitDir(join(folder, '.git'))) return [join(folder, '.git')]
  if (depth === 0) return []
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    .filter((path) => !path.endsWith('.part'))
    .flatMap((path) => gitDirsBelow(path, depth - 1))
}

function isGitDir(folder: string): boolean {
  return existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects'))
}

function nameOf(folder: string, gitDir: string): string {
  const own = /^(?:repo|\.git)$/.test(basename(gitDir)) ? dirname(gitDir) : gitDir
  return relative(folder, own) || basename(own)
}

function revisions(gitDir: string, parameters: readonly string[]): string[] {
  try {
    const listed = execFileSync('git', [...gitOptions(gitDir), 'rev-list', ...parameters], {
      encoding: 'utf8',
      maxBuffer: 256 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return listed.split('\n').filter((line) => line !== '')
  } catch {
    return []
  }
}

/** Reads a stranger's repository: never fetches what is missing, never asks who owns it. */
export function gitOptions(gitDir: string): string[] {
  return ['-c', 'protocol.allow=never', '-c', 'safe.directory=*', `--git-dir=${gitDir}`]
}
