import { geometries } from '../../src/drill/attack/geometry.ts'
import { lock } from '../../src/drill/attack/transform.ts'

export interface AttackMode {
  readonly name: string
  readonly group: string
  readonly kind: 'encrypted' | 'destroyed'
  encrypt(plain: Uint8Array, path: string, campaign: string): { path: string; bytes: Buffer } | undefined
}

export const attackModes: readonly AttackMode[] = geometries.map((geometry) => ({
  name: geometry.name,
  group: 'full',
  kind: 'encrypted',
  encrypt: (plain, path, campaign) => ({ path, bytes: lock(geometry, plain, `${campaign}/${path}`) }),
}))
