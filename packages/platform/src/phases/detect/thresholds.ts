/** Every number the signals use. Tests weaken them to prove that the drill notices a weak detector. */
export interface Thresholds {
  /** |z| of the χ² statistic up to which bytes count as uniform; the pilot's bounds were −4.5 and 4. */
  readonly uniformZ: number
  /** z above which the old bytes count as structured (T2). */
  readonly structuredZ: number
  /** Rewritten bytes that χ² needs to say anything (T1). */
  readonly minRewritten: number
  /** Share of new bytes that must break UTF-8 before a text counts as turned into noise (small files). */
  readonly noiseShare: number
  /** Files of one snapshot that must gain the same never-seen ending (T8) or become containers (T7). */
  readonly renamedFiles: number
  /** Changed files of one snapshot that must grow by the same number of bytes (T9). */
  readonly growthFiles: number
  /** Kinds of files among them. */
  readonly growthKinds: number
  /** Folders that must receive the same new small text (T10). */
  readonly noteFolders: number
  /** Words of the note lexicon that the text must hold (T10). */
  readonly noteWords: number
  /** Convicted files of a tenant that make an onset: one alone never alarms. */
  readonly alarmConvictions: number
}

export const defaultThresholds: Thresholds = {
  uniformZ: 4.5,
  structuredZ: 25,
  minRewritten: 1024,
  noiseShare: 0.1,
  renamedFiles: 5,
  growthFiles: 5,
  growthKinds: 2,
  noteFolders: 3,
  noteWords: 3,
  alarmConvictions: 2,
}
