import { type FoundLock, printName, unlock } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface UnlockFlags extends RepositoryFlags {
  readonly removeAll: boolean
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoUnlock = buildCommand<UnlockFlags, [], AnlaufContext>({
  docs: { brief: 'Remove stale locks that other programs left behind' },
  parameters: {
    flags: {
      ...repositoryFlags,
      removeAll: { kind: 'boolean', default: false, brief: 'Every lock, even those of working programs' },
      dryRun: { kind: 'boolean', default: false, brief: 'Show which locks would go, remove nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    aliases: { n: 'dryRun' },
  },
  async func(flags) {
    const repository = await openNamedRepository(this, flags)
    const removed = await unlock(repository, { removeAll: flags.removeAll, dryRun: flags.dryRun })
    if (flags.json) {
      printJson(this, {
        message_type: 'unlocked',
        dry_run: flags.dryRun,
        removed: removed.map((found) => ({
          id: found.id,
          kind: found.kind,
          ...(found.kind === 'lock' ? { ...found.lock, stale: found.isStale } : {}),
        })),
      })
      return
    }
    printLines(this, [
      ...removed.map((found) => `${found.id.slice(0, 8)}  ${describe(found)}`),
      `${counted(removed.length, 'lock')} ${flags.dryRun ? 'would be removed; nothing was changed' : 'removed'}.`,
    ])
  },
})

function describe(found: FoundLock): string {
  if (found.kind === 'empty') return 'empty file'
  if (found.kind === 'unreadable') return 'cannot be read'
  const { lock, isStale } = found
  const who = `${printName(lock.username)}@${printName(lock.hostname)} (process ${lock.pid})`
  return `${isStale ? 'stale' : 'in use'}: ${lock.exclusive ? 'exclusive, ' : ''}${who} since ${lock.time}`
}
