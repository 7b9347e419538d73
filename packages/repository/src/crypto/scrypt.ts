import { scrypt } from 'node:crypto'

import { RepositoryError } from '../error.ts'
import type { UnitKey } from './unit-cipher.ts'

/** scrypt's cost: `N` a power of two, memory `128·r·(N + p)` bytes, time ∝ `N·r·p` (RFC 7914). */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** The costs come from a file that an attacker may have written: more than this is refused unread. */
const maxMemory = 1024 ** 3
/** 16 GiB mixed is about 40 s on one core; honest files stay under 1 s. */
const maxWork = 16 * 1024 ** 3

/**
 * The key that a password gives: scrypt → 64 bytes = 32 encryption ‖ 16 `k` ‖ 16 `r`.
 * Throws `limit-exceeded` for costs over 1 GiB of memory, `damaged` for costs that scrypt does not know.
 */
export async function deriveKey(password: string, salt: Uint8Array, cost: ScryptCost): Promise<UnitKey> {
  checkCost(cost)
  const { N, r, p } = cost
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    // OpenSSL counts some buffers on top of 128·N·r; twice the need is still a bound.
    const maxmem = 2 * 128 * r * (N + p) + 1024 ** 2
    scrypt(password, salt, 64, { N, r, p, maxmem }, (error, derived) => {
      if (error === null) resolve(derived)
      else reject(error)
    })
  })
  return { encrypt: bytes.subarray(0, 32), macK: bytes.subarray(32, 48), macR: bytes.subarray(48, 64) }
}

function checkCost({ N, r, p }: ScryptCost): void {
  // RFC 7914 §2: N is a power of two below 2^(128·r/8).
  const sound =
    [N, r, p].every((value) => Number.isSafeInteger(value) && value >= 1) &&
    N >= 2 &&
    Number.isInteger(Math.log2(N)) &&
    Math.log2(N) < 16 * r
  if (!sound) {
    throw new RepositoryError('damaged', `scrypt does not know the cost N=${N}, r=${r}, p=${p}.`, {
      hint: 'The key file is faulty; open the repository with another key file.',
    })
  }
  // Each of the p lanes has a block of its own next to the N that are mixed.
  if (128 * r * (N + p) <= maxMemory && 128 * N * r * p <= maxWork) return
  throw new RepositoryError('limit-exceeded', `A key file asks for scrypt with N=${N}, r=${r}, p=${p}.`, {
    hint: 'That is over 1 GiB of memory or a minute of work: the file is not honest. Remove it and use another key file.',
    context: { N, r, p },
  })
}
