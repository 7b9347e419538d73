import type { Judgement } from '../judge-first.ts'

/**
 * What a judged version says about its tenant, in milli-nats: 1000 · ln of how much likelier it is under an
 * attack than on an honest day. Integers, fixed in code, so that every verdict replays bit for bit.
 *
 * A conviction: 77 % of the files that header-keeping families hit, against an assumed 1e-5 of honest changes
 * (measured so far: none in 47,915); ln(0.77 / 1e-5) = 11.251. A clean change: ln(0.23 / (1 − 1e-5)) = −1.470.
 * Noise that contradicts the name or the past: about a tenth of the hit files stay at that, half a percent of
 * honest newcomers, ln 20 = 2.996. What is only unknown says nothing in either direction.
 */
export const weights = { convicted: 11_251, contradiction: 2_996, unknown: 0, clean: -1_470 } as const

/** ln(1e6) = 13.816: about a million file events between false alarms (Wald's bound). More than any one weight. */
export const alarmScore = 13_816

/** The score of one verdict. */
export function scoreOf({ verdict, contradiction, noise }: Judgement): number {
  if (verdict === 'convicted') return weights.convicted
  if (verdict === 'clean') return weights.clean
  return contradiction === true && noise === true ? weights.contradiction : weights.unknown
}
