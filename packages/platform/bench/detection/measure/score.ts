import type { Judgement } from '../../../src/phases/detect/index.ts'

/**
 * An order over judgements, for the ROC: the more a verdict claims, the higher, and among equal verdicts random bytes
 * and contradictions weigh more than what merely nobody knows. Our rules argue, they do not add up weights; so there
 * are nine steps and no more.
 */
export function scoreOf({ verdict, reasons, contradiction, noise }: Judgement): number {
  switch (verdict) {
    case 'convicted':
      return reasons.length > 1 ? 8 : 7
    case 'suspicious':
      return 3 + (noise === true ? 2 : 0) + (reasons.length > 1 ? 1 : 0)
    case 'unknown':
      return 1 + (noise === true || contradiction === true ? 1 : 0)
    case 'clean':
      return 0
  }
}
