import { openSplitTarget, splitSnapshots, type SplitResult } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type Estate,
  foldersOfTenant,
  namesOtherTenant,
  type Tenant,
  tenantShare,
} from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { AnlaufContext } from './context.ts'
import { estateFlag, readEstateFile } from './estate-file.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from './output.ts'
import { newPassword, newPasswordFlag } from './password-file.ts'
import {
  namedStorage,
  openNamedRepository,
  type RepositoryFlags,
  repositoryFlags,
} from './repository-access.ts'

interface Flags extends RepositoryFlags {
  readonly estate: string
  readonly tenant: string
  readonly to: string
  readonly newPasswordFile?: string
  readonly dryRun: boolean
  readonly json: boolean
}

export const repoSplit = buildCommand<Flags, [], AnlaufContext>({
  docs: { brief: 'Write one tenant’s part of a shared repository into a repository of its own' },
  parameters: {
    flags: {
      ...repositoryFlags,
      estate: estateFlag,
      tenant: { kind: 'parsed', parse: String, brief: 'Whose part: the id in the estate', placeholder: 'id' },
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'Where the new repository goes: an empty folder or rest:, s3:, sftp:',
        placeholder: 'location',
      },
      newPasswordFile: newPasswordFlag,
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would go over, write nothing',
      },
      json: { kind: 'boolean', default: false, withNegated: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', n: 'dryRun' },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    const tenant = tenantOfEstate(estate, flags.tenant)
    // Asked for before anything long begins.
    const password = flags.dryRun ? '' : await newPassword(this, flags)
    const from = await openNamedRepository(this, flags)
    const mark = `tenant:${tenant.id}`
    const { repositoryFile: _, ...place } = flags
    const target = await namedStorage(this, { ...place, repo: flags.to })
    const to = flags.dryRun
      ? undefined
      : await openSplitTarget(from, target, { password, mark, signal: this.signal })
    using progress = progressLine(this, { quiet: flags.json })
    const result = await splitSnapshots(from, to, {
      mark,
      share: tenantShare(estate, tenant.id),
      mayKeepTag: (tag) => !namesOtherTenant(estate, tenant.id, tag),
      dryRun: flags.dryRun,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
    })
    progress.end()
    for (const { from: snapshot, error } of result.failed) {
      this.process.stderr.write(`not split: ${snapshot.id.slice(0, 8)}: ${error.message}\n`)
    }
    if (result.failed.length > 0) this.process.exitCode = 1
    if (flags.json) printJson(this, summaryOf(result, { ...flags, repositoryId: to?.id }))
    else printLines(this, linesOf(result, tenant, flags))
  },
})

/** Throws `not-found` for an unknown tenant, `nothing-to-do` for one to whom no data set gives a folder. */
function tenantOfEstate(estate: Estate, id: string): Tenant {
  const tenant = estate.tenants.find((candidate) => candidate.id === id)
  if (tenant === undefined) {
    throw new AnlaufError('not-found', `The estate knows no tenant "${id}".`, {
      hint: `There are: ${estate.tenants.map((known) => known.id).join(', ')}.`,
    })
  }
  if (foldersOfTenant(estate, id).length > 0) return tenant
  throw new AnlaufError('nothing-to-do', `No data set of the estate gives a folder to tenant "${id}".`, {
    hint: 'Data sets need a root and a tenantSlice such as "{tenant.slug}/**"; see examples/estate.yaml.',
  })
}

function summaryOf(
  { split, skipped, without, failed, moved }: SplitResult,
  { tenant, dryRun, repositoryId }: { tenant: string; dryRun: boolean; repositoryId: string | undefined },
): Record<string, unknown> {
  return {
    message_type: 'summary',
    tenant,
    dry_run: dryRun,
    ...(repositoryId === undefined ? {} : { repository_id: repositoryId }),
    split: split.map(({ from, to }) => ({
      source: from.id,
      ...(to === undefined ? {} : { snapshot_id: to.id }),
    })),
    skipped: skipped.map(({ from, to }) => ({ source: from.id, snapshot_id: to.id })),
    without: without.map(({ id }) => id),
    failed: failed.map(({ from, error }) => ({ source: from.id, code: error.code, message: error.message })),
    ...moved,
  }
}

function linesOf(
  { split, skipped, without, failed, moved }: SplitResult,
  tenant: Tenant,
  { to, dryRun }: { to: string; dryRun: boolean },
): string[] {
  const amount = `${counted(moved.blobs, 'blob')} / ${formatBytes(moved.bytes)}`
  return [
    `${counted(split.length, 'snapshot')} of ${tenant.name} ${dryRun ? 'to write' : 'written'}, ${skipped.length} there already, ${failed.length} failed; ${without.length} hold nothing of theirs`,
    ...(dryRun
      ? [`${amount} to bring over; nothing was written.`]
      : [
          `${amount} brought over, each verified; nothing of others.`,
          `The repository at ${to} opens with the new password only; stock restic checks and restores it.`,
          'Whoever made it could know its master key. For a key that nobody else ever held, the tenant copies it: restic copy.',
        ]),
  ]
}
