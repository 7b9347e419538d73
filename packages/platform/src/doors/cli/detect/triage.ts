import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { openFeatures, triageHistory, type TriageReport } from '../../../phases/detect/index.ts'
import type { AnlaufContext } from '../context.ts'
import { featuresFlag } from './features.ts'
import { historyScope, historyScopeFlags, type HistoryScopeFlags } from './history-scope.ts'
import {
  counted,
  formatCount,
  formatTime,
  printJson,
  printLines,
  progressLine,
  tableLines,
} from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface TriageFlags extends RepositoryFlags, HistoryScopeFlags {
  readonly features?: string
  readonly json: boolean
}

export const detectTriage = buildCommand<TriageFlags, [], AnlaufContext>({
  docs: {
    brief: 'Say where to look first, without reading a data pack',
    fullDescription:
      'Ranks files, tenants and nights by what trees, index and records say. Signs are no verdicts: "detect history" reads and judges, and a night without signs is no clean night. Exit code 0 says that the trees were read, whatever was found.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...historyScopeFlags,
      features: { ...featuresFlag, optional: true },
      json: { kind: 'boolean', default: false, brief: 'The whole ranking as JSON on stdout' },
    },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const scope = await historyScope(flags, repository)
    using progress = progressLine(this, { quiet: flags.json })
    const report = await triageHistory(repository, {
      signal: this.signal,
      ...scope,
      ...(flags.features === undefined ? {} : { store: openFeatures(flags.features, repository) }),
      onProgress: ({ done, total }) => progress.update({ phase: 'triage', done, total }),
    })
    progress.end()
    if (flags.json) printJson(this, report)
    else printLines(this, triageLines(report))
  },
})

const shown = 10

/** What a sign means for whoever reads the list; the JSON keeps the short codes. */
const signInWords: Readonly<Record<TriageReport['files'][number]['signals'][number], string>> = {
  T4: 'its byte statistics became a mixture with noise',
  T5: 'random bytes stand where none were',
  T8: 'renamed to an unseen ending, like many others that night',
  'T8 new': 'new under an unseen ending, like many others that night',
  T9: 'grew by the same number of bytes as others that night',
  T10: 'the same new text stands in several folders',
  'type lost': 'no longer the type that it was',
  'text lost': 'was text, is nothing known',
}

function triageLines({ nights, files, onsets, counters }: TriageReport): string[] {
  const looked = `${counted(counters.changes, 'change')} in ${counted(counters.snapshots, 'snapshot')} were looked at.`
  if (nights.length === 0) {
    return [looked, 'No sign, which is no proof: read them with "anlauf detect history".']
  }
  const nightRows = nights
    .slice(0, shown)
    .map(({ snapshot, host, tenant, score, changed, leads, isSurge }) => [
      snapshot.slice(0, 8),
      printName(host),
      printName(tenant),
      formatCount(score),
      formatCount(changed),
      formatCount(leads),
      isSurge ? 'surge' : '',
    ])
  const head = ['Snapshot', 'Host', 'Tenant', 'Score', 'Changed', 'Signs', '']
  return [
    looked,
    '',
    ...tableLines([head, ...nightRows], { right: [3, 4, 5] }),
    '',
    ...onsets.map(
      ({ tenant, onset }) =>
        `${printName(tenant)}: perhaps since ${formatTime(onset.from)}, before ${formatTime(onset.to)}`,
    ),
    ...files
      .slice(0, shown)
      .map(
        ({ path, snapshot, signals }) =>
          `  ${printName(path)}  in ${snapshot.slice(0, 8)}: ${signals.map((signal) => signInWords[signal]).join(', ')}`,
      ),
    '',
    'Signs are no verdicts. Read and judge with: anlauf detect history',
  ]
}
