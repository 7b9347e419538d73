import { join, resolve } from 'node:path'

import { renderLeaflet } from '../../../adapters/documents/index.ts'
import type { UnitState, HandBackForm } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  emptyPlan,
  readPlanFile,
  summarisePlan,
  unitFolder,
  type UnitPlan,
} from '../../../phases/recover/index.ts'
import { handBack, type HandBackResult, type Parties } from '../../../phases/release/index.ts'
import { openDeclaredCase, signature, unitOf } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { evidenceKey, originOf, signerName } from '../evidence/key.ts'
import { counted, formatBytes, printJson, printLines, progressLine } from '../terminal/output.ts'
import { keepForRecall } from './kept-for-recall.ts'
import { openNamedRepository, type RepositoryFlags } from '../access/repository-access.ts'
import { openStores } from '../access/stores.ts'
import { type TenantPassword, tenantPassword } from '../access/tenant-password.ts'

export interface HandBackFlags extends RepositoryFlags {
  readonly case: string
  readonly unit: string
  readonly target: string
  readonly cleanRoom: string
  readonly plan?: string
  readonly estate: string
  readonly as: HandBackForm
  readonly to: string
  readonly newPasswordFile?: string
  readonly key?: string
  readonly dryRun: boolean
  readonly json: boolean
}

/** What `recover hand-back` does. */
export async function runHandBack(context: AnlaufContext, flags: HandBackFlags): Promise<void> {
  const [cleanRoom, released, target] = [flags.cleanRoom, flags.target, flags.to].map((one) =>
    resolve(one),
  ) as [string, string, string]
  const estate = readEstateFile(flags.estate)
  await using stores = await openStores(context)
  const session = await openDeclaredCase(context, stores, flags.case)
  const state = unitOf(session, flags.unit)
  const plan = unitPlan(flags, state)
  const times = await restorePointTimes(context, flags)
  const own =
    flags.as === 'repository' && !flags.dryRun
      ? await tenantPassword(context, flags.newPasswordFile, target)
      : undefined
  const manifestFile = join(unitFolder(cleanRoom, flags.unit), 'manifest.ndjson')
  // Also of what was released before manifests were kept.
  if (!flags.dryRun) keepForRecall(context, manifestFile, state.released?.manifestDigest)
  using progress = progressLine(context, { quiet: flags.json })
  const result = await handBack({
    session,
    log: stores.log,
    unit: flags.unit,
    manifestFile,
    plan,
    times,
    released,
    form: flags.as,
    ...(own !== undefined && { repository: { password: own.password } }),
    target,
    parties: partiesOf(estate, flags.unit),
    signer: () => ({
      name: signerName,
      key: evidenceKey(context, flags.key).key,
      origin: originOf(flags.case),
    }),
    renderLeaflet,
    by: signature(context),
    dryRun: flags.dryRun,
    signal: context.signal,
    onProgress: (figures) => progress.update(figures),
  })
  progress.end()
  if (flags.json) printJson(context, summaryOf(result, flags, own))
  else printLines(context, linesOf(result, flags, own))
}

function unitPlan({ plan: file, unit }: HandBackFlags, { chosen }: UnitState): UnitPlan {
  const none = emptyPlan(unit)
  if (chosen?.planDigest === summarisePlan(none).digest) return none
  if (file === undefined) {
    throw new AnlaufError('input-invalid', `${unit} has files: their plan is needed.`, {
      hint: 'Name the plan file of the run that was released, with --plan.',
    })
  }
  const found = readPlanFile(file).units.find((one) => one.unit === unit)
  if (found !== undefined) return found
  throw new AnlaufError('plan-invalid', `The plan ${file} holds no unit "${unit}".`, {
    hint: 'Name the plan file of the run that was released.',
  })
}

/** Without a repository the receipt names the restore points but not their times. */
async function restorePointTimes(
  context: AnlaufContext,
  flags: HandBackFlags,
): Promise<ReadonlyMap<string, string>> {
  const { env, stderr } = context.process
  const named = [flags.repo, flags.repositoryFile, env['RESTIC_REPOSITORY'], env['RESTIC_REPOSITORY_FILE']]
  if (named.every((place) => place === undefined || place === '')) {
    stderr.write(
      'No repository named: the receipt cannot say how old the older files are. Give --repo to have it say so.\n',
    )
    return new Map()
  }
  const repository = await openNamedRepository(context, flags)
  return new Map((await repository.listSnapshots()).map(({ id, time }) => [id, time]))
}

function partiesOf(estate: Estate, unit: string): Parties {
  const ofTenants = new Set(estate.tenants.flatMap(({ contacts }) => contacts))
  const desks = estate.contacts.filter(({ id, roles }) => roles.includes('public') && !ofTenants.has(id))
  return {
    provider: estate.provider.name,
    tenant: estate.tenants.find(({ id }) => id === unit)?.name ?? unit,
    contacts: desks.map(({ name, channels }) => `${name}: ${channels.map(({ to }) => to).join(', ')}`),
    timeZone: estate.provider.tz,
  }
}

function summaryOf(
  { folder, receipt, receiptDigest, files, bytes }: HandBackResult,
  flags: HandBackFlags,
  own: TenantPassword | undefined,
): unknown {
  return {
    case: flags.case,
    unit: flags.unit,
    form: flags.as,
    dry_run: flags.dryRun,
    folder,
    files,
    bytes,
    ...(receipt !== undefined && {
      receiptDigest,
      older: receipt.older.count,
      missing: receipt.missing.count,
      fingerprint: receipt.evidence.key,
    }),
    ...(own !== undefined && { passwordFile: own.file, passwordMade: own.isNew }),
  }
}

function linesOf(
  { folder, receipt, files, bytes }: HandBackResult,
  { unit, as }: HandBackFlags,
  own: TenantPassword | undefined,
): string[] {
  const amount = `${counted(files, 'file')}, ${formatBytes(bytes)}`
  if (receipt === undefined) {
    return [
      `${unit}: ${amount} are as they were released and would go to ${folder} as ${as}.`,
      'Dry run: nothing was written.',
    ]
  }
  return [
    `${unit} is handed back: ${amount} in ${folder} as ${as}, each read back; ${counted(receipt.older.count, 'file')} older, ${receipt.missing.count} missing`,
    ...(own === undefined
      ? []
      : [
          `${own.isNew ? 'A new password was made' : 'The password was read'}: ${own.file}. Give it to the tenant on another way than the folder, then remove it.`,
          'Whoever made the repository could know its master key. For a key that nobody else ever held, the tenant copies it: restic copy.',
        ]),
    `To verify, there or here: cd ${join(folder, 'receipt')} && sh verify.sh ${receipt.evidence.key}`,
    'Give the fingerprint on another way than the folder.',
  ]
}
