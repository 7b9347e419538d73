import { promisesText } from '../kinds.ts'
import { changedFiles } from './changed-files.ts'
import type { Repository } from './repositories.ts'
import { sampleOf } from './sample.ts'

/** A change to be judged: both versions lie in the repository. */
export interface Pair {
  readonly commit: string
  readonly path: string
  readonly oldId: string
  readonly newId: string
}

/** Commits by the number of files that they modified. */
export interface CommitSizes {
  readonly all: number
  readonly atLeast100: number
  readonly atLeast200: number
}

export interface Selection {
  /** In the order of the repositories. */
  readonly pairs: ReadonlyMap<Repository, readonly Pair[]>
  /** Changes of every repository, selected or not. */
  readonly changes: ReadonlyMap<Repository, number>
  /** Files that each commit changed: what a limit on their number would look at. */
  readonly commits: CommitSizes
}

/**
 * Chooses the changes to judge: every one whose name does not promise text, and a sample of the others. The same two
 * blobs count once, whatever the number of forks, branches and copies that hold them.
 */
export async function selectPairs(
  repositories: readonly Repository[],
  options: {
    readonly seed: number
    readonly mostText: number
    readonly mostOther: number
    /** Histories read at once. */
    readonly threads: number
    readonly onRepository: (name: string) => void
  },
): Promise<Selection> {
  const texts = sampleOf<readonly [Repository, Pair]>(options.mostText, options.seed)
  const others = sampleOf<readonly [Repository, Pair]>(options.mostOther, options.seed)
  const changes = new Map<Repository, number>(repositories.map((repository) => [repository, 0]))
  const commits = { all: 0, atLeast100: 0, atLeast200: 0 }
  const waiting = repositories.values()
  const readers = Array.from({ length: options.threads }, async () => {
    for (const repository of waiting) {
      await readHistory(repository)
      options.onRepository(repository.name)
    }
  })
  await Promise.all(readers)
  const pairs = new Map<Repository, Pair[]>(repositories.map((repository) => [repository, []]))
  for (const [repository, pair] of [...others.taken(), ...texts.taken()]) pairs.get(repository)?.push(pair)
  // Equal paths lie near each other in packs, and git keeps the last bases.
  for (const list of pairs.values()) list.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { pairs, changes, commits }

  async function readHistory(repository: Repository): Promise<void> {
    let [own, commit, inCommit] = [0, '', 0]
    for await (const pair of changedFiles(repository.gitDir)) {
      own += 1
      inCommit = pair.commit === commit ? inCommit + 1 : 1
      commit = pair.commit
      if (inCommit === 1) commits.all += 1
      if (inCommit === 100) commits.atLeast100 += 1
      if (inCommit === 200) commits.atLeast200 += 1
      const sample = promisesText(pair.path) ? texts : others
      // Histories are read side by side: of a pair that two of them hold, the first in the list has it.
      sample.offer(`${pair.oldId}${pair.newId}`, () => [repository, pair], repositories.indexOf(repository))
    }
    changes.set(repository, own)
  }
}
