import type { AttackMode } from '../../../src/drill/attack/index.ts'
import type { Judgement } from '../../../src/phases/detect/index.ts'
import { scoreBaselines } from '../baselines/score-baselines.ts'
import { count } from '../statistics/cube.ts'
import { changeOf } from './change-of.ts'
import { judgeTimed } from './judge-timed.ts'
import type { Base, Outcome } from './outcome.ts'
import { scoreOf } from './score.ts'

/** Below it, nobody's statistics say anything; the goals for single cells begin here. */
const fewestRewritten = 1024

/** Judges what an attack leaves of a base: alone, and where it got a new ending once more among many others. */
export function measureAttack(
  mode: AttackMode,
  { base, bytes, campaign }: { base: Base; bytes: Buffer; campaign: string },
  outcome: Outcome,
): void {
  const attacked = mode.encrypt(bytes, base.path, campaign)
  if (attacked === undefined || attacked.bytes.equals(bytes)) return
  const change = changeOf(base, bytes, attacked)
  const size = rewrittenBytes(bytes, attacked.bytes) < fewestRewritten ? 'small' : 'large'
  const judgement = judgeTimed(change, outcome)
  const result = resultOf(mode, judgement)
  count(outcome.attacks, ['alone', mode.name, mode.group, base.type, size, result])
  count(outcome.scores, ['judgement', 'attack', mode.group, String(scoreOf(judgement))])
  scoreBaselines(change, ['attack', mode.group], outcome)
  if (result !== 'convicted') {
    const { verdict, reasons } = judgement
    outcome.findings.push({
      what: verdict === 'clean' && mode.kind === 'encrypted' ? 'encrypted called clean' : 'miss',
      verdict,
      reasons,
      repository: base.from,
      path: base.path,
      type: base.type,
      mode: mode.name,
      ...('id' in base.at ? { newId: base.at.id } : {}),
      sizes: [bytes.length, attacked.bytes.length],
    })
  }
  // Company only ever adds to what speaks against a version.
  const isSettled = result === 'convicted' || !change.unseenEnding
  const together = isSettled ? result : resultOf(mode, judgeTimed({ ...change, massRenamed: true }, outcome))
  count(outcome.attacks, ['in company', mode.name, mode.group, base.type, size, together])
}

/** A wiper is noticed when its victim is called destroyed; nobody has to prove an encryption there. */
function resultOf({ kind }: AttackMode, { verdict, reasons }: Judgement): string {
  const isDestroyed = verdict === 'suspicious' && reasons.some((reason) => reason.includes('destroyed'))
  return kind === 'destroyed' && isDestroyed ? 'convicted' : verdict
}

/** Bytes that differ at equal offsets, and what was added or cut; counts no further than needed. */
function rewrittenBytes(before: Buffer, after: Buffer): number {
  const length = Math.min(before.length, after.length)
  let differing = Math.abs(before.length - after.length)
  for (let at = 0; at < length && differing < fewestRewritten; at += 1) {
    if (before[at] !== after[at]) differing += 1
  }
  return differing
}
