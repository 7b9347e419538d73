import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { forget, isEmptyPolicy, localStorage, openRepository, pruneLocked } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { rehearse } from '../../vault/index.ts'
import type { AnlaufContext } from '../context.ts'
import { type KeepFlags, keepFlags, keepPolicy } from '../repo/keep-flags.ts'
import { counted, printJson, printLines, progressLine } from '../terminal/output.ts'
import type { ProgressFigures } from '../terminal/progress-figures.ts'
import { type PruneFlags, pruneFlags, pruneOptions } from '../repo/prune-flags.ts'
import {
  namedPassword,
  namedStorage,
  type RepositoryFlags,
  repositoryFlags,
} from '../access/repository-access.ts'

interface Flags extends RepositoryFlags, KeepFlags, PruneFlags {
  readonly out: string
  readonly json: boolean
}

export const vaultRehearse = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Play forget and prune without any consequence, and list what they would delete',
    fullDescription:
      'Reads the repository, writes to a scratch folder only. The list is what "anlauf vault plan make" takes. Afterwards a maintainer runs the real forget and prune with the same rules: whatever is not planned is refused.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...keepFlags,
      ...pruneFlags,
      out: { kind: 'parsed', parse: String, brief: 'New file for the list', placeholder: 'file' },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const policy = keepPolicy(flags)
    if (isEmptyPolicy(policy)) {
      throw new AnlaufError('input-invalid', 'No rule says what is kept.', {
        hint: 'Give rules as to "anlauf repo forget": --keep-daily 7 --keep-within 30d.',
      })
    }
    const scratch = mkdtempSync(join(tmpdir(), 'anlauf-rehearsal-'))
    using progress = progressLine(this, { quiet: flags.json })
    const common = { signal: this.signal, onProgress: (figures: ProgressFigures) => progress.update(figures) }
    try {
      const stage = rehearse(await namedStorage(this, flags), localStorage(scratch))
      const password = await namedPassword(this, flags)
      const repository = await openRepository(stage.storage, { password, signal: this.signal })
      const { removed } = await forget(repository, {
        policy,
        ...common,
        async afterwards(lock) {
          await pruneLocked(repository, lock, { ...pruneOptions(flags), ...common })
        },
      })
      progress.end()
      const names = stage.removed()
      writeFileSync(flags.out, names.map((name) => `${name}\n`).join(''), { flag: 'wx' })
      if (flags.json)
        return printJson(this, { snapshots: removed.length, objects: names.length, out: flags.out })
      printLines(this, [
        `${counted(removed.length, 'snapshot')} and ${counted(names.length - removed.length, 'other object')} would go; nothing was changed.`,
        `The list is in ${flags.out}. Next: anlauf vault plan make --repository PATH --objects ${flags.out}`,
      ])
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  },
})
