import type { BenignTransform } from './benign-transform.ts'
import { packed } from './packed.ts'

/** Every honest change that one file can have. */
export const benignTransforms: readonly BenignTransform[] = [...packed]
