import type { Role } from './roles.ts'

/** Who asks, as far as it was proven. */
export interface Principal {
  /** The name that goes into the evidence. */
  readonly name: string
  readonly kind: 'account' | 'person'
  /** Of a person; the account may do what its command line may. */
  readonly roles: readonly Role[]
  /** SHA-256 of the public key that signed in. */
  readonly keyId?: string
  /** Hash of the session's token. */
  readonly session?: Buffer
}
