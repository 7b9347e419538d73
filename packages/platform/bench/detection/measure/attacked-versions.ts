import { readFileSync } from 'node:fs'

import { endingOf, type Judgement } from '../../../src/phases/detect/index.ts'
import { type AttackMode, attackModes } from '../attacks.ts'
import { scoreBaselines } from '../baselines/score-baselines.ts'
import { type BlobReader, openBlobs } from '../git/blobs.ts'
import { count } from '../statistics/cube.ts'
import { judgeTimed } from './judge-timed.ts'
import { type Base, emptyOutcome, type Outcome } from './outcome.ts'
import { scoreOf } from './score.ts'

export interface AttacksTask {
  readonly kind: 'attacks'
  readonly bases: readonly Base[]
  readonly seed: number
}

const largestBlob = 32 << 20
/** Below it, nobody's statistics say anything; the goals for single cells begin here. */
const fewestRewritten = 1024

/** Plays every attack mode on every base and judges the result against the base. */
export async function measureAttacks({ bases, seed }: AttacksTask): Promise<Outcome> {
  const outcome = emptyOutcome()
  const readers = new Map<string, BlobReader>()
  using _ = { [Symbol.dispose]: () => readers.forEach((reader) => reader[Symbol.dispose]()) }
  for (const base of bases) {
    const bytes = await bytesOf(base, readers)
    if (bytes === undefined) count(outcome.leftOut, ['base that cannot be read'])
    else
      for (const mode of attackModes) measureAttack(mode, { base, bytes, campaign: `bench-${seed}` }, outcome)
  }
  return outcome
}

async function bytesOf({ at }: Base, readers: Map<string, BlobReader>): Promise<Buffer | undefined> {
  if ('file' in at) return readFileSync(at.file)
  const reader = readers.get(at.gitDir) ?? openBlobs(at.gitDir, largestBlob)
  readers.set(at.gitDir, reader)
  const blob = await reader.read(at.id)
  return Buffer.isBuffer(blob) ? blob : undefined
}

function measureAttack(
  mode: AttackMode,
  { base, bytes, campaign }: { base: Base; bytes: Buffer; campaign: string },
  outcome: Outcome,
): void {
  const attacked = mode.encrypt(bytes, base.path, campaign)
  if (attacked === undefined || attacked.bytes.equals(bytes)) return
  const { path, bytes: after } = attacked
  const isRenamed = path !== base.path
  const change = {
    path,
    ...(isRenamed ? { oldPath: base.path } : {}),
    before: bytes,
    after,
    unseenEnding: isRenamed && endingOf(path) !== endingOf(base.path),
  }
  const size = rewrittenBytes(bytes, after) < fewestRewritten ? 'small' : 'large'
  const judgement = judgeTimed(change, outcome)
  count(outcome.attacks, ['alone', mode.name, mode.group, base.type, size, outcomeOf(mode, judgement)])
  count(outcome.scores, ['judgement', 'attack', String(scoreOf(judgement))])
  scoreBaselines(change, 'attack', outcome)
  if (outcomeOf(mode, judgement) !== 'convicted') {
    const { verdict, reasons } = judgement
    outcome.findings.push({
      what: verdict === 'clean' ? 'encrypted called clean' : 'miss',
      ...{ verdict, reasons, repository: base.from, path: base.path, type: base.type, mode: mode.name },
      ...('id' in base.at ? { newId: base.at.id } : {}),
      sizes: [bytes.length, after.length],
    })
  }
  if (!isRenamed || !change.unseenEnding) return
  const together = judgeTimed({ ...change, massRenamed: true }, outcome)
  count(outcome.attacks, ['in company', mode.name, mode.group, base.type, size, outcomeOf(mode, together)])
}

/** A wiper is recognised when its victim is called destroyed; nobody has to prove an encryption there. */
function outcomeOf({ kind }: AttackMode, { verdict, reasons }: Judgement): string {
  const isDestroyed = verdict === 'suspicious' && reasons.some((reason) => reason.includes('destroyed'))
  return kind === 'destroyed' && isDestroyed ? 'convicted' : verdict
}

/** Bytes that differ at equal offsets, and what was added or cut. */
function rewrittenBytes(before: Buffer, after: Buffer): number {
  const length = Math.min(before.length, after.length)
  let differing = Math.abs(before.length - after.length)
  for (let at = 0; at < length && differing < fewestRewritten; at += 1) {
    if (before[at] !== after[at]) differing += 1
  }
  return differing
}
