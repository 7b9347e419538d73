import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import { codeOf, namesIn } from '../store/index.ts'
import {
  approvalsNeeded,
  approversOf,
  type DeletePlan,
  type PlanApproval,
  type PlanApprover,
  planDigest,
} from './plan.ts'

/** A plan with the signatures it has so far, as the vault keeps it. */
export interface KeptPlan {
  readonly plan: DeletePlan
  readonly approvals: readonly PlanApproval[]
}

/** Why nothing may be deleted at all, put there by the operator. */
export interface Hold {
  readonly reason: string
  readonly at: string
  readonly by: string
}

const approversFile = (vault: string): string => join(vault, 'approvers.json')
const holdFile = (vault: string): string => join(vault, 'hold.json')
const planFile = (vault: string, digest: string): string => join(vault, 'plans', `${digest}.json`)

export function readApprovers(vault: string): readonly PlanApprover[] {
  return (readJson(approversFile(vault)) as { approvers: PlanApprover[] } | undefined)?.approvers ?? []
}

export function writeApprovers(vault: string, approvers: readonly PlanApprover[]): void {
  writeJson(approversFile(vault), { approvers })
}

/** The hold of a vault; undefined when there is none. A file that cannot be read holds as well. */
export function readHold(vault: string): Hold | undefined {
  try {
    return readJson(holdFile(vault)) as Hold | undefined
  } catch {
    return { reason: 'hold.json cannot be read', at: '', by: '' }
  }
}

export function writeHold(vault: string, hold: Hold | undefined): void {
  if (hold !== undefined) writeJson(holdFile(vault), hold)
  else if (statSync(holdFile(vault), { throwIfNoEntry: false }) !== undefined)
    renameSync(holdFile(vault), `${holdFile(vault)}.ended`)
}

export function keepPlan(vault: string, kept: KeptPlan): void {
  writeJson(planFile(vault, planDigest(kept.plan)), kept)
}

/** A plan that the vault keeps. Throws `not-found`. */
export function readPlan(vault: string, digest: string): KeptPlan {
  const kept = /^[0-9a-f]{64}$/.test(digest) ? readJson(planFile(vault, digest)) : undefined
  if (kept !== undefined) return kept as KeptPlan
  throw new AnlaufError('not-found', `The vault keeps no plan ${digest}.`, {
    hint: 'Make it with "anlauf vault plan make"; the digest is what that prints.',
  })
}

/** A plan that is in force for an object, with who signed it. */
export interface PlanInForce {
  readonly digest: string
  readonly people: readonly string[]
  readonly plan: DeletePlan
}

/** Looks an object up in the plans that two registered people signed and that have not expired. */
export type PlanBook = (repository: string, object: string, nowMs: number) => PlanInForce | undefined

/** Reads the plans again whenever their folder or the approvers changed. */
export function openPlanBook(vault: string, fingerprint: string): PlanBook {
  let seen = ''
  let inForce: (PlanInForce & { readonly names: ReadonlySet<string> })[] = []
  return (repository, object, nowMs) => {
    const state = stateOf([approversFile(vault), ...planFiles(vault)])
    if (state !== seen) {
      inForce = [...signedPlans(vault, fingerprint)]
      seen = state
    }
    return inForce.find(
      ({ plan, names }) =>
        plan.repository === repository && nowMs < Date.parse(plan.expiresAt) && names.has(object),
    )
  }
}

function* signedPlans(
  vault: string,
  fingerprint: string,
): Generator<PlanInForce & { readonly names: ReadonlySet<string> }> {
  const registered = readApprovers(vault)
  for (const file of planFiles(vault)) {
    const { plan, approvals } = readJson(file) as KeptPlan
    const digest = planDigest(plan)
    // The name of the file is what people signed; a plan that was edited later has another digest.
    if (plan.vault !== fingerprint || file !== planFile(vault, digest)) continue
    const people = approversOf(plan, approvals, registered)
    if (people.length >= approvalsNeeded) yield { digest, people, plan, names: new Set(plan.objects) }
  }
}

function planFiles(vault: string): string[] {
  return namesIn(join(vault, 'plans'))
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => join(vault, 'plans', name))
}

function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
      return `${file} ${stats?.mtimeNs} ${stats?.size} ${stats?.ino}`
    })
    .join('\n')
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new AnlaufError('input-invalid', `${file} cannot be read.`, {
      hint: 'It is written by "anlauf vault" only; take an older copy if it was edited by hand.',
      cause: error,
    })
  }
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(fresh, file)
}
