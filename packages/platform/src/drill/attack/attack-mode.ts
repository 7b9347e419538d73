/** A file after an attack: its new name in the same folder, and its content. */
export interface AttackedFile {
  readonly path: string
  readonly bytes: Buffer
}

/** What an attack does to a file's bytes, coarsely: the groups in which recall is reported. */
export type AttackGroup =
  | 'full'
  | 'head'
  | 'intermittent'
  | 'header-kept'
  | 'mid-file'
  | 'encoded'
  | 'graft'
  | 'container'
  | 'repeating'
  | 'destroyed'
  | 'inside-container'

export interface RansomNote {
  readonly name: string
  readonly text: string
}

/** One way in which a family, or an evasion, changes files. Pure: equal arguments give equal bytes. */
export interface AttackMode {
  /** Unique, kebab-case: `akira-50`. */
  readonly name: string
  readonly group: AttackGroup
  /** Wipers destroy: there is no way back. */
  readonly kind: 'encrypted' | 'destroyed'
  /** `campaign` seeds keys, ids and endings. Undefined: the mode leaves such a file alone. */
  encrypt(plain: Uint8Array, path: string, campaign: string): AttackedFile | undefined
  /** The exact reverse; `path` is the name before the attack. Absent for wipers. */
  decrypt?(attacked: AttackedFile, path: string, campaign: string): Buffer
  note?(campaign: string): RansomNote
}
