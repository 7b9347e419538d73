import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { CaseSession, HandBackForm, UnitState } from '../../../core/case/index.ts'
import type { Entry, EvidenceLog } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  type DatabasePiece,
  keptPieces,
  manifestDigest,
  type ManifestLine,
  orWriteFailure,
  parseManifest,
  summarisePlan,
  unitFolder,
  type UnitPlan,
} from '../../recover/index.ts'
import type { DataFacts, HandOverOptions } from './data-facts.ts'
import { deviationsOf } from './deviations.ts'
import { handOverFiles } from './hand-over-files.ts'
import { handOverRepository, type TenantRepository } from './hand-over-repository.ts'
import { handOverTar } from './hand-over-tar.ts'
import type { RenderLeaflet } from './leaflet.ts'
import { openOutgoing, requireFree } from './outgoing.ts'
import { readThrough } from './read-through.ts'
import { receiptFiles } from './receipt-files.ts'
import { type Parties, type Receipt, receiptOf } from './receipt.ts'
import { proveRelease, type Signer } from './release-proof.ts'
import { refuseStrangers } from './strangers.ts'

export interface HandBackOptions extends HandOverOptions {
  readonly session: CaseSession
  /** The log that holds the case. */
  readonly log: EvidenceLog
  readonly unit: string
  /** Manifest of the run that was released. */
  readonly manifestFile: string
  /** The unit's plan, as the case recorded it. */
  readonly plan: UnitPlan
  /** Times of restore points by snapshot id, as far as they are known. */
  readonly times: ReadonlyMap<string, string>
  /** Folder into which the unit was released. */
  readonly released: string
  readonly form: HandBackForm
  /** Needed for the form `repository`. */
  readonly repository?: Pick<TenantRepository, 'password' | 'kdf'>
  /** Folder below which the tenant's folder appears in one step. */
  readonly target: string
  readonly parties: Parties
  /** Asked when everything is ready to be signed. */
  readonly signer: () => Signer
  readonly renderLeaflet: RenderLeaflet
  readonly by: { readonly actor: string; readonly at: string }
  /** Checks everything, writes nothing. */
  readonly dryRun?: boolean
}

export interface HandBackResult {
  readonly folder: string
  /** Absent after a dry run. */
  readonly receipt: Receipt | undefined
  readonly receiptDigest: string | undefined
  readonly files: number
  readonly bytes: number
}

/**
 * Hands a released unit back to its tenant, in a form that opens without us and with a receipt beside it. What goes
 * out is read, hashed and compared with the released manifest, then read once more where it was written. The event
 * is written before the folder appears; killed in between, the same call checks again, records that, and completes.
 * Throws `gate-closed` for a unit that was not released and for the first difference, after which nothing is there;
 * `plan-invalid`, `nothing-to-do`, `unsafe-target`, `no-space`, `write-failed`, `aborted`.
 */
export async function handBack(options: HandBackOptions): Promise<HandBackResult> {
  const job = await openJob(options)
  const { unit, signal } = options
  const folder = unitFolder(options.target, unit)
  const counts = { folder, files: job.lines.length, bytes: job.bytes }
  const handedBackAt = await timeOfHandBack(folder, job, options)
  if (options.dryRun === true) {
    requireFree(folder, handedBackAt)
    refuseStrangers(job.from, job.lines)
    await readThrough(job.from, job.lines, options)
    return { ...counts, receipt: undefined, receiptDigest: undefined }
  }
  try {
    mkdirSync(options.target, { recursive: true })
    const attempt = `${options.form}-${job.digest.slice(0, 32)}`
    using outgoing = openOutgoing(folder, { attempt, handedBackAt })
    try {
      const data = await handOver(job, outgoing.folder, options)
      const { receipt, digest } = await writeReceipt(job, data, outgoing.folder, options)
      await outgoing.flush()
      signal?.throwIfAborted()
      await options.session.execute({ ...job.command, receiptDigest: digest }, options.by)
      outgoing.giveName()
      return { ...counts, receipt, receiptDigest: digest }
    } catch (error) {
      // A full disk or a stop is gone on from; what differs from the release must not lie about.
      if (error instanceof AnlaufError && error.code === 'gate-closed') outgoing.discard()
      throw error
    }
  } catch (error) {
    throw isStop(error, signal) ? stopped(unit, error) : orWriteFailure(error, folder)
  }
}

interface Job {
  readonly lines: readonly ManifestLine[]
  readonly text: string
  readonly digest: string
  readonly bytes: number
  /** The unit's folder in the release. */
  readonly from: string
  readonly state: UnitState
  readonly command: {
    readonly command: 'handBack'
    readonly unit: string
    readonly manifestDigest: string
    readonly form: HandBackForm
    readonly files: number
    readonly bytes: number
  }
}

/** Everything that can be refused before a byte is copied. */
async function openJob(options: HandBackOptions): Promise<Job> {
  const { unit, session, form } = options
  const text = existsSync(options.manifestFile) ? readFileSync(options.manifestFile, 'utf8') : ''
  const digest = manifestDigest(text)
  const isReleased = digest === session.state.units.get(unit)?.released?.manifestDigest
  // Another manifest is not even parsed: the case says what it lacks.
  const lines = isReleased ? parseManifest(text) : []
  const bytes = lines.reduce((sum, { size }) => sum + size, 0)
  const command = {
    command: 'handBack' as const,
    unit,
    manifestDigest: digest,
    form,
    files: lines.length,
    bytes,
  }
  const refusal = await session.refusalOf({ ...command, receiptDigest: '' })
  if (refusal !== undefined) throw refusal
  const state = session.state.units.get(unit)
  if (state === undefined) throw notReleased(unit, options.released)
  requirePlan(state, options.plan)
  const from = unitFolder(options.released, unit)
  if (!existsSync(join(from, 'files'))) throw notReleased(unit, from)
  return { lines, text, digest, bytes, from, state, command }
}

/**
 * When the case says that the folder was handed back. The event is older than the folder: who sees the folder reads
 * the case after that, or the hand-back that ended a moment ago beside this one would look like a stranger's.
 */
async function timeOfHandBack(
  folder: string,
  { command, state }: Job,
  { session, unit }: HandBackOptions,
): Promise<string | undefined> {
  if (!existsSync(folder)) return state.handedBack?.at
  await session.refusalOf({ ...command, receiptDigest: '' })
  return session.state.units.get(unit)?.handedBack?.at
}

function handOver(job: Job, to: string, options: HandBackOptions): Promise<DataFacts> {
  switch (options.form) {
    case 'files':
      return handOverFiles(job.lines, job.from, to, options)
    case 'tar':
      return handOverTar(job.lines, job.from, to, options)
    case 'repository': {
      if (options.repository === undefined) throw noPassword()
      const { unit, by } = options
      const own = { ...options.repository, unit, at: new Date(by.at) }
      return handOverRepository(job.lines, job.from, to, { ...options, ...own })
    }
  }
}

async function writeReceipt(
  job: Job,
  data: DataFacts,
  folder: string,
  options: HandBackOptions,
): Promise<{ readonly receipt: Receipt; readonly digest: string }> {
  const { session, unit, plan, times, parties } = options
  const signer = options.signer()
  const entries: Entry[] = await Array.fromAsync(options.log.read(session.state.id))
  const proof = proveRelease(entries, unit, signer)
  const deviations = deviationsOf({ plan, manifest: job.lines, entries, times })
  const receipt = receiptOf({
    state: session.state,
    unit: job.state,
    parties,
    at: options.by.at,
    data,
    times,
    deviations,
    manifest: job.lines,
    pieces: piecesOf(job, options),
    proof: proof.facts,
  })
  const { digest, files } = await receiptFiles({
    receipt,
    parties,
    deviations,
    proof,
    signer,
    manifest: job.lines,
    manifestText: job.text,
    renderLeaflet: options.renderLeaflet,
  })
  const place = join(folder, 'receipt')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { mode: 0o700 })
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes, { flag: 'wx', mode: 0o600 })
  return { receipt, digest }
}

/** Files of a piece whose record is gone would go out without a word of how to open them. */
function piecesOf({ lines, state }: Job, { manifestFile }: HandBackOptions): readonly DatabasePiece[] {
  const pieces = keptPieces(dirname(manifestFile), new Set(state.restored?.databases))
  const named = new Set(lines.flatMap(({ database = [] }) => database))
  if (pieces.length === named.size) return pieces
  throw new AnlaufError(
    'gate-closed',
    `The record of a database of ${state.unit} is not in the clean room.`,
    {
      hint: 'Somebody took it away. Slice the database again, and release the unit again. Nothing was handed back.',
    },
  )
}

/** The reasons in a receipt come from the plan, so it must be the one that people approved. */
function requirePlan(state: UnitState, plan: UnitPlan): void {
  if (plan.unit === state.unit && state.chosen?.planDigest === summarisePlan(plan).digest) return
  throw new AnlaufError('plan-invalid', `The plan for ${state.unit} is not the one that the case holds.`, {
    hint: 'Name the plan file of the run that was released; nothing was handed back.',
  })
}

function notReleased(unit: string, folder: string): AnlaufError {
  return new AnlaufError('not-found', `${unit} does not lie in ${folder}.`, {
    hint: 'Name the folder into which the unit was released, with --target; nothing was handed back.',
  })
}

function noPassword(): AnlaufError {
  return new AnlaufError('input-invalid', 'A repository needs a password of the tenant.', {
    hint: 'Give --new-password-file FILE; a file that does not exist is made with a new password.',
  })
}

/** An error of ours says more than that somebody also asked us to stop. */
function isStop(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && !(error instanceof AnlaufError)
}

function stopped(unit: string, cause: unknown): AnlaufError {
  return new AnlaufError('aborted', `Handing back ${unit} was stopped; the tenant sees nothing of it.`, {
    hint: 'Start the same command again when you are ready.',
    retry: 'now',
    cause,
  })
}
