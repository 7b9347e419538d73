import { openSplitTarget, splitSnapshots, type SplitResult } from '@anlauf/repository'

import {
  type Estate,
  foldersOfTenant,
  namesOtherTenant,
  type Tenant,
  tenantShare,
} from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { newPassword } from '../access/password-file.ts'
import { namedStorage, openNamedRepository, type RepositoryFlags } from '../access/repository-access.ts'

export interface SplitFlags extends RepositoryFlags {
  readonly estate: string
  readonly tenant: string
  readonly to: string
  readonly newPasswordFile?: string
  readonly dryRun: boolean
  readonly json: boolean
}

/** What `repo split` does. */
export async function runSplit(context: AnlaufContext, flags: SplitFlags): Promise<void> {
  const estate = readEstateFile(flags.estate)
  const tenant = tenantOfEstate(estate, flags.tenant)
  // Asked for before anything long begins.
  const password = flags.dryRun ? '' : await newPassword(context, flags)
  const from = await openNamedRepository(context, flags)
  const mark = `tenant:${tenant.id}`
  const { repositoryFile: _, ...place } = flags
  const target = await namedStorage(context, { ...place, repo: flags.to })
  const to = flags.dryRun
    ? undefined
    : await openSplitTarget(from, target, { password, mark, signal: context.signal })
  using progress = progressLine(context, { quiet: flags.json })
  const result = await splitSnapshots(from, to, {
    mark,
    share: tenantShare(estate, tenant.id),
    mayKeepTag: (tag) => !namesOtherTenant(estate, tenant.id, tag),
    dryRun: flags.dryRun,
    signal: context.signal,
    onProgress: (figures) => progress.update(figures),
  })
  progress.end()
  for (const { from: snapshot, error } of result.failed) {
    context.process.stderr.write(`not split: ${snapshot.id.slice(0, 8)}: ${error.message}\n`)
  }
  if (result.failed.length > 0) context.process.exitCode = 1
  if (flags.json) printJson(context, summaryOf(result, { ...flags, repositoryId: to?.id }))
  else printLines(context, linesOf(result, tenant, flags))
}

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
