import { type Geometry, geometries } from '../../../src/drill/attack/geometry.ts'
import { lock } from '../../../src/drill/attack/transform.ts'

/** An attack as the writer needs it: the new content of a file and its new name, which may be the old one. */
export interface LiveAttack {
  readonly name: string
  encrypt(plain: Buffer, path: string): { readonly path: string; readonly bytes: Buffer }
}

export const liveAttacks: readonly LiveAttack[] = geometries.map(attackOf)

/** Families with a footer rename; the others leave the name alone, which is the harder case. */
function attackOf(geometry: Geometry): LiveAttack {
  return {
    name: geometry.name,
    encrypt: (plain, path) => ({
      path: geometry.footerBytes === undefined ? path : `${path}.${geometry.name}`,
      bytes: lock(geometry, plain, path),
    }),
  }
}
