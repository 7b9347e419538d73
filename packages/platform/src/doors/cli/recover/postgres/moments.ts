import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  type NamedMoment,
  readMoments,
  readRecoveredCluster,
} from '../../../../adapters/postgres-source/index.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseCount } from '../../flags/flag-values.ts'
import { counted, formatCount, printJson, printLines } from '../../terminal/output.ts'
import { binFlag } from '../../protect/postgres/postgres-flags.ts'
import { printable } from '../../terminal/printable.ts'

interface Flags {
  readonly in: string
  readonly rows: number
  readonly bin?: string
  readonly json: boolean
}

export const recoverPostgresMoments = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Commits that deleted or changed many rows or removed tables, with their positions for --lsn',
    fullDescription:
      'Reads the log that a recovery fetched, also what lies behind its target. A position as the target of another recovery leaves that commit out.',
  },
  parameters: {
    flags: {
      in: { kind: 'parsed', parse: String, brief: 'Folder of "recover postgres run"', placeholder: 'folder' },
      rows: {
        kind: 'parsed',
        parse: parseCount,
        default: '1000',
        brief: 'From how many changed or deleted rows on',
      },
      bin: binFlag,
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const folder = resolve(flags.in)
    const { cluster } = await readRecoveredCluster(folder, flags.bin)
    using _folder = lockFolder(folder)
    const moments = await readMoments(cluster, { minRows: flags.rows, signal: this.signal })
    if (flags.json) return printJson(this, moments)
    printLines(this, [
      ...moments.map(momentLine),
      `${counted(moments.length, 'commit')}. "--lsn POSITION" restores to just before one.`,
    ])
  },
})

function momentLine({ lsn, time, updated, deleted, removedFiles, relations }: NamedMoment): string {
  const did = [
    deleted > 0 ? `${formatCount(deleted)} rows deleted` : '',
    updated > 0 ? `${formatCount(updated)} rows changed` : '',
    removedFiles > 0 ? `${counted(removedFiles, 'file')} of tables and indexes removed` : '',
  ].filter((text) => text !== '')
  const where = relations.length === 0 ? '' : `: ${relations.slice(0, 5).map(printable).join(', ')}`
  return `${lsn}  ${time}  ${did.join(', ')}${where}`
}
