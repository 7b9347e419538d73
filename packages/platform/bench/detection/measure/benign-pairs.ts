import { type Blob, openBlobs } from '../git/blobs.ts'
import type { Pair } from '../git/pairs.ts'
import type { Repository } from '../git/repositories.ts'
import { kindOf, typeOf } from '../kinds.ts'
import { scoreBaselines } from '../baselines/score-baselines.ts'
import { count } from '../statistics/cube.ts'
import { judgeTimed } from './judge-timed.ts'
import { emptyOutcome, type Outcome } from './outcome.ts'
import { scoreOf } from './score.ts'

export interface PairsTask {
  readonly kind: 'pairs'
  readonly repository: Repository
  readonly pairs: readonly Pair[]
}

/** A pair with a larger version is counted as left out: what a history judges whole ends at 64 MiB. */
const largestBlob = 32 << 20
const basesFrom = 64
const largestBase = 4 << 20
/** Blobs asked for ahead: git works while we judge. */
const ahead = 8

/** Judges real changes of one history, each with its old version as the clean one. */
export async function measurePairs({ repository, pairs }: PairsTask): Promise<Outcome> {
  const outcome = emptyOutcome()
  using blobs = openBlobs(repository.gitDir, largestBlob)
  const asked: (() => Promise<readonly [Blob, Blob]>)[] = []
  const ask = (pair: Pair): void => {
    const both = Promise.all([blobs.read(pair.oldId), blobs.read(pair.newId)])
    both.catch(() => undefined)
    asked.push(() => both)
  }
  for (const pair of pairs.slice(0, ahead)) ask(pair)
  for (const [place, pair] of pairs.entries()) {
    const next = pairs[place + ahead]
    if (next !== undefined) ask(next)
    const [before, after] = (await asked.shift()?.()) ?? ['missing', 'missing']
    const reason = whyLeftOut(before) ?? whyLeftOut(after)
    if (reason !== undefined) count(outcome.leftOut, [reason])
    else measurePair(repository, pair, [before as Buffer, after as Buffer], outcome)
  }
  return outcome
}

function measurePair(
  repository: Repository,
  pair: Pair,
  [before, after]: readonly [Buffer, Buffer],
  outcome: Outcome,
): void {
  const [kind, type] = [kindOf(before, after), typeOf(pair.path, after)]
  const judgement = judgeTimed({ path: pair.path, before, after }, outcome)
  const { verdict, reasons } = judgement
  count(outcome.benign, [repository.name, kind, type, verdict])
  count(outcome.scores, ['judgement', 'benign', kind, String(scoreOf(judgement))])
  scoreBaselines({ path: pair.path, before, after }, ['benign', kind], outcome)
  if (verdict !== 'clean') {
    outcome.findings.push({
      what: verdict === 'convicted' ? 'false alarm' : 'not clean',
      verdict,
      reasons,
      repository: repository.name,
      type,
      ...pair,
      sizes: [before.length, after.length],
    })
  }
  if (after.length >= basesFrom && after.length <= largestBase) {
    const at = { gitDir: repository.gitDir, id: pair.newId }
    outcome.bases.push({ kind, type, path: pair.path, size: after.length, from: repository.name, at })
  }
}

function whyLeftOut(blob: Blob): string | undefined {
  if (blob === 'missing') return 'missing in the copy'
  if (blob === 'too large') return 'over 32 MiB'
  if (
    blob.length < 1024 &&
    /^(?:version https:\/\/git-lfs|\/annex\/objects\/)/.test(blob.toString('latin1'))
  ) {
    return 'pointer to a file kept elsewhere'
  }
  return undefined
}
