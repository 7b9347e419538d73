import type { Node, Repository } from '@anlauf/repository'

import type { FileVerdict } from '../../detect/index.ts'
import { needsWhole, type Power, powersOf } from './powers.ts'
import type { QueueClass } from './queue-group.ts'
import { headOf, wholeOf } from './read-content.ts'

/** What class a changed file is of, and why it is a program or a rule. */
export interface Classified {
  readonly class: QueueClass
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
  readonly powers: readonly string[]
}

export interface ChangedVersion {
  readonly path: string
  readonly before: Node | undefined
  readonly after: Node
  /** Of detection; undefined when it did not judge the file, because nothing about it is new to it. */
  readonly judged: { readonly verdict: FileVerdict; readonly reasons: readonly string[] } | undefined
}

/** Reads as little as says what a file can do: nothing of proven encryption, the first blob of most, all of documents. */
export async function classify(repository: Repository, file: ChangedVersion): Promise<Classified> {
  const { path, before, after } = file
  const { verdict, reasons } = file.judged ?? { verdict: 'clean' as const, reasons: [] }
  const of = (one: QueueClass, powers: readonly string[] = []): Classified => ({
    class: one,
    verdict,
    reasons,
    powers,
  })
  if (verdict === 'convicted') return of('N3')
  if (after.type === 'symlink') return of(before === undefined ? 'N1' : 'N2')
  const head = await headOf(repository, after)
  if (head === undefined) {
    return {
      ...of('N4'),
      verdict: verdict === 'clean' ? 'unknown' : verdict,
      reasons: [...reasons, 'the backup cannot give its content'],
    }
  }
  const isWhole = needsWhole(path, head)
  const powers = powersOf({
    path,
    mode: after.mode ?? 0,
    oldMode: before?.mode,
    head,
    whole: isWhole ? await wholeOf(repository, after) : undefined,
    before: isWhole ? await wholeOf(repository, before) : undefined,
  })
  return of(
    classOf(powers, verdict, before === undefined),
    powers.map(({ what }) => what),
  )
}

function classOf(powers: readonly Power[], verdict: FileVerdict, isNew: boolean): QueueClass {
  if (powers.some(({ kind }) => kind === 'program')) return 'N5'
  if (powers.length > 0) return 'N6'
  switch (verdict) {
    case 'convicted':
    case 'suspicious':
      return 'N3'
    case 'unknown':
      return 'N4'
    case 'clean':
      return isNew ? 'N1' : 'N2'
  }
}
