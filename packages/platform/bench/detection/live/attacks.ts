import { type AttackMode, attackModes } from '../../../src/drill/attack/index.ts'

/** An attack as the writer needs it: the new content of a file and its new name, which may be the old one. */
export interface LiveAttack {
  readonly name: string
  readonly group: AttackMode['group']
  /** Undefined: the attack leaves such a file alone. */
  encrypt(plain: Buffer, path: string): { readonly path: string; readonly bytes: Buffer } | undefined
}

const campaign = 'live bench'

/** Every mode of the library, each file with the name that the family gives it. */
export const liveAttacks: readonly LiveAttack[] = attackModes.map((mode) => ({
  name: mode.name,
  group: mode.group,
  encrypt: (plain, path) => mode.encrypt(plain, path, campaign),
}))
