import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../../core/failure.ts'
import {
  type CaseQueue,
  compareVersions,
  type ItemView,
  type QueueGroup,
  readQueueFile,
} from '../../../../phases/recover/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseCount } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { groupDetail } from './lines.ts'
import { queueFlag } from './list.ts'
import { queueWords } from './words.ts'
import { languageFlag } from '../../flags/language.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'

interface ShowFlags extends RepositoryFlags {
  readonly queue: string
  readonly group: string
  readonly files: number
  readonly language: 'en' | 'de'
  readonly json: boolean
}

export const recoverQueueShow = buildCommand<ShowFlags, [], AnlaufContext>({
  docs: {
    brief: 'Show one group: the newest version and the clean one before it, side by side',
    fullDescription:
      'Reads both versions from the backup: size, type, whether the content is whole by the check of its type, how random it is, how it begins, and how much is as before. Nothing is written anywhere.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      queue: queueFlag,
      group: {
        kind: 'parsed',
        parse: String,
        brief: 'Beginning of the group’s digest',
        placeholder: 'digest',
      },
      files: {
        kind: 'parsed',
        parse: parseCount,
        default: '3',
        brief: 'So many of its files',
        placeholder: 'count',
      },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const group = groupNamed(readQueueFile(flags.queue), flags.group)
    const repository = await openNamedRepository(this, flags)
    const snapshots = await repository.listSnapshots()
    await repository.loadIndex()
    const views: ItemView[] = []
    for (const item of group.items.slice(0, flags.files))
      views.push(await compareVersions(repository, snapshots, item))
    if (flags.json) return printJson(this, { ...group, views })
    printLines(this, groupDetail(group, views, queueWords[flags.language]))
  },
})

/** Throws `not-found` unless the beginning of a digest names exactly one group. */
export function groupNamed({ units }: CaseQueue, beginning: string): QueueGroup {
  const found = units.flatMap(({ groups }) => groups).filter(({ facts }) => facts.startsWith(beginning))
  const [only] = found
  if (only !== undefined && found.length === 1 && beginning.length >= 4) return only
  throw new AnlaufError(
    'not-found',
    found.length === 0
      ? `No group of the queue begins with "${beginning}".`
      : `"${beginning}" names ${found.length} groups.`,
    { hint: 'Take at least four digits of the first column of "anlauf recover queue list".' },
  )
}
