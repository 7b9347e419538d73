import { existsSync, readFileSync } from 'node:fs'

import { type CaseSession, type Command, isReleased } from '../../core/case/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { lockFolder } from '../protect/index.ts'
import {
  itemId,
  manifestDigest,
  type ManifestLine,
  orWriteFailure,
  parseManifest,
  unitFolder,
} from '../recover/index.ts'
import { copyChecked } from './copy-checked.ts'
import { openIncoming } from './incoming.ts'

export interface ReleaseOptions {
  readonly session: CaseSession
  readonly unit: string
  readonly cleanRoom: string
  readonly manifestFile: string
  /** Rules in force now; a scan with others does not open the gate. */
  readonly ruleSetDigest: string
  /** Folder that customers will see; the unit appears below it in one step. */
  readonly target: string
  readonly by: { readonly actor: string; readonly at: string }
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; total: number; bytesDone: number }) => void
}

export interface ReleaseResult {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/**
 * Releases one unit: hands over exactly the files of the manifest that was restored, verified, scanned and
 * approved. The gate is asked before a byte is copied, and again for what was really copied; every file is hashed
 * while it is copied; the event is written before the folder appears, and stands alone when we are killed in
 * between: the same call then asks the gate once more, records that, and completes.
 * Throws `gate-closed` with all that is missing, `nothing-to-do` for a unit that was released and is there,
 * `unsafe-target`, `no-space`, `write-failed`, `aborted`. Nothing of a refused unit stays in the target.
 */
export async function releaseUnit(options: ReleaseOptions): Promise<ReleaseResult> {
  const { unit, target, session, signal } = options
  const { lines, command } = readManifest(options)
  // A refusal before hours of copying; what counts is the gate's answer afterwards.
  const refusal = await session.refusalOf(command)
  if (refusal !== undefined) throw refusal
  requireScanned(lines, options)
  const from = unitFolder(options.cleanRoom, unit)
  const folder = unitFolder(target, unit)
  if (!existsSync(from)) throw noCleanRoom(unit, from)
  try {
    using _unit = lockFolder(from)
    // A release beside this one may have ended before the lock was ours: its event is in the log by now.
    await session.refusalOf(command)
    using incoming = openIncoming(folder, session.state.units.get(unit)?.released?.at)
    await copyChecked(lines, from, incoming.folder, options)
    await incoming.flush()
    signal?.throwIfAborted()
    await session.execute(command, options.by)
    incoming.giveName()
    return { folder, files: command.files, bytes: command.bytes }
  } catch (error) {
    throw isStop(error, signal) ? stopped(unit, error) : orWriteFailure(error, folder)
  }
}

type Release = Extract<Command, { command: 'release' }>

function readManifest(options: ReleaseOptions): { lines: readonly ManifestLine[]; command: Release } {
  const { unit, manifestFile, ruleSetDigest } = options
  const text = existsSync(manifestFile) ? readFileSync(manifestFile, 'utf8') : ''
  const lines = linesOf(text)
  const bytes = lines.reduce((sum, line) => sum + line.size, 0)
  const digest = manifestDigest(text)
  const command = { command: 'release' as const, unit, manifestDigest: digest, ruleSetDigest }
  return { lines, command: { ...command, files: lines.length, bytes } }
}

/** A torn manifest has no lines: its digest is not the recorded one either, so the gate says what is wrong. */
function linesOf(text: string): readonly ManifestLine[] {
  try {
    return parseManifest(text)
  } catch {
    return []
  }
}

/** The case counts verdicts; here every single line is looked at, and every decision on which one rests. */
function requireScanned(
  lines: readonly ManifestLine[],
  { unit, session, ruleSetDigest }: ReleaseOptions,
): void {
  const queue = session.state.queues.get(unit)
  const isDecided = ({ verdict, decision, sha256, host, path }: ManifestLine): boolean =>
    verdict === 'clean' ||
    (verdict === 'reviewed' && isReleased(queue, decision ?? '', { item: itemId({ host, path }), sha256 }))
  const isScanned = (line: ManifestLine): boolean => line.ruleSetDigest === ruleSetDigest && isDecided(line)
  const unscanned = lines.filter((line) => !isScanned(line)).length
  if (unscanned === 0) return
  throw new AnlaufError('gate-closed', `${unit} cannot be released: ${unscanned} files have no verdict.`, {
    hint: 'Restore and scan the unit again with the rules that are in force; nothing of it was released.',
  })
}

/** An error of ours, a closed gate for one, says more than that somebody also asked us to stop. */
function isStop(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && !(error instanceof AnlaufError)
}

function stopped(unit: string, cause: unknown): AnlaufError {
  return new AnlaufError('aborted', `The release of ${unit} was stopped; nothing of it was released.`, {
    hint: 'Start the same command again when you are ready.',
    retry: 'now',
    cause,
  })
}

function noCleanRoom(unit: string, folder: string): AnlaufError {
  return new AnlaufError('not-found', `${unit} is not in the clean room: there is no ${folder}.`, {
    hint: 'Name the clean room in which the unit was restored; nothing was released.',
  })
}
