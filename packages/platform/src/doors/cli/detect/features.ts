import { buildCommand } from '@stricli/core'

import { buildFeatures, openFeatures, seriesKey } from '../../../phases/detect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface FeaturesFlags extends RepositoryFlags {
  readonly features: string
  readonly json: boolean
}

export const featuresFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Folder with the records of file versions; a cache that can be made again',
  placeholder: 'dir',
} as const

export const detectFeatures = buildCommand<FeaturesFlags, [], AnlaufContext>({
  docs: {
    brief: 'Measure every file version once, so that "detect triage" need not read it',
    fullDescription:
      'Reads what "repo backup --features" did not measure on its way, whoever wrote the snapshot, and checks the content of typed files. Records are sealed with a key of the repository, at most 1.2 KB a version; what is damaged or of another repository is discarded and measured again.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      features: featuresFlag,
      json: { kind: 'boolean', default: false, brief: 'The counts as JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const snapshots = await repository.listSnapshots()
    await repository.loadIndex()
    const store = openFeatures(flags.features, repository)
    using progress = progressLine(this, { quiet: flags.json })
    const total = { versions: 0, bytesRead: 0, unreadable: 0 }
    for (const series of Map.groupBy(snapshots, seriesKey).values()) {
      const made = await buildFeatures(repository, store, series, {
        signal: this.signal,
        onVersion: ({ versions, bytesRead }) =>
          progress.update({
            phase: 'measure',
            done: total.versions + versions,
            bytesDone: total.bytesRead + bytesRead,
          }),
      })
      total.versions += made.versions
      total.bytesRead += made.bytesRead
      total.unreadable += made.unreadable
    }
    progress.end()
    const { discarded } = store
    if (flags.json) printJson(this, { ...total, discarded })
    else {
      printLines(this, [
        `Measured ${counted(total.versions, 'version')}, ${formatBytes(total.bytesRead)} read.`,
        ...(total.unreadable > 0
          ? [`${counted(total.unreadable, 'version')} could not be read: see "anlauf repo check".`]
          : []),
        ...(discarded > 0
          ? [`${counted(discarded, 'file')} of records was damaged or foreign and is gone.`]
          : []),
      ])
    }
  },
})
