import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../../context.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../../terminal/output.ts'
import { databaseUrl } from './worker-jobs.ts'

interface RunsFlags {
  readonly cancel?: string
  readonly json: boolean
}

export const recoverRuns = buildCommand<RunsFlags, [], AnlaufContext>({
  docs: {
    brief: 'List the runs that were given out to workers, or cancel one',
    fullDescription:
      'Every run of "recover distribute" that the database knows, with its jobs by state. --cancel takes back what waits and stops what runs; what is done is kept, and the same "recover distribute" goes on with it.',
  },
  parameters: {
    flags: {
      cancel: { kind: 'parsed', parse: String, optional: true, brief: 'Cancel this run', placeholder: 'run' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ cancel, json }) {
    const { openWork } = await import('../../../../adapters/work/index.ts')
    await using work = await openWork({ url: databaseUrl(this) })
    if (cancel !== undefined) {
      const cancelled = await work.cancel(cancel)
      if (json) return printJson(this, { run: cancel, cancelled })
      return printLines(this, [`${cancel}: ${counted(cancelled, 'job')} cancelled.`])
    }
    const runs = await work.list()
    if (json) return printJson(this, runs)
    const head = ['run', 'given out', 'waiting', 'running', 'done', 'failed', 'cancelled']
    const rows = runs.map(({ run, firstAt, ...jobs }) => {
      const { waiting, running, done, failed, cancelled } = jobs
      return [
        run,
        formatTime(new Date(firstAt).toISOString()),
        ...[waiting, running, done, failed, cancelled].map(String),
      ]
    })
    printLines(
      this,
      rows.length === 0
        ? ['No run was given out yet.']
        : tableLines([head, ...rows], { right: [2, 3, 4, 5, 6] }),
    )
  },
})
