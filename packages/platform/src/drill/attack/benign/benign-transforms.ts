import type { BenignTransform } from './benign-transform.ts'
import { dataFiles } from './data-files.ts'
import { documents } from './documents.ts'
import { ownersContainers } from './owners-containers.ts'
import { packed } from './packed.ts'
import { pictures } from './pictures.ts'
import { texts } from './texts.ts'

/** Every honest change that one file can have. */
export const benignTransforms: readonly BenignTransform[] = [
  ...packed,
  ...texts,
  ...dataFiles,
  ...pictures,
  ...documents,
  ...ownersContainers,
]
