import { type UnitCipher, unitCipher, type UnitKey } from '../crypto/index.ts'

/** The key as it travels between threads of one process: bytes lose their Buffer on the way. */
export interface RawKey {
  readonly encrypt: Uint8Array
  readonly macK: Uint8Array
  readonly macR: Uint8Array
}

let last: { raw: Buffer; key: UnitKey } | undefined

/** The cipher of a key that arrived with a job; jobs in a row mostly carry the same one. */
export function createMasterCipher({ encrypt, macK, macR }: RawKey): UnitCipher {
  const raw = Buffer.concat([encrypt, macK, macR])
  if (last === undefined || !last.raw.equals(raw)) {
    const key = { encrypt: Buffer.from(encrypt), macK: Buffer.from(macK), macR: Buffer.from(macR) }
    last = { raw, key }
  }
  return unitCipher(last.key)
}
