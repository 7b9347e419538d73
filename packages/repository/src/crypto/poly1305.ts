import * as crypto from 'node:crypto'

import { nativePoly1305 } from '../native/index.ts'

interface Mac {
  update(bytes: Uint8Array): Mac
  final(): Buffer
}

/** Node 26 has `createMac`, its type declarations do not yet. */
const { createMac } = crypto as unknown as {
  createMac: (algorithm: 'poly1305', key: Uint8Array) => Mac
}

/** Poly1305 (RFC 8439 §2.5): 16 bytes over `bytes` with a 32-byte one-time key `r ‖ s`; `r` is clamped. */
export function poly1305(oneTimeKey: Uint8Array, bytes: Uint8Array): Buffer {
  return nativePoly1305?.(oneTimeKey, bytes) ?? createMac('poly1305', oneTimeKey).update(bytes).final()
}
