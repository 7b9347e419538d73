import type { BenignTransform } from '../../../src/drill/attack/index.ts'
import { count } from '../statistics/cube.ts'
import { changeOf } from './change-of.ts'
import { judgeTimed } from './judge-timed.ts'
import type { Base, Outcome } from './outcome.ts'

/** Judges what an honest program would have left of a base. */
export async function measureTransform(
  transform: BenignTransform,
  { base, bytes, seed }: { base: Base; bytes: Buffer; seed: number },
  outcome: Outcome,
): Promise<void> {
  const changed = await transform.apply(bytes, base.path, seed)
  if (changed === undefined) return
  const { verdict, reasons } = judgeTimed(changeOf(base, bytes, changed), outcome)
  count(outcome.transforms, [transform.name, base.type, verdict])
  if (verdict === 'clean') return
  outcome.findings.push({
    what: verdict === 'convicted' ? 'false alarm' : 'not clean',
    verdict,
    reasons,
    repository: base.from,
    path: base.path,
    type: base.type,
    mode: transform.name,
    sizes: [bytes.length, changed.bytes.length],
  })
}
