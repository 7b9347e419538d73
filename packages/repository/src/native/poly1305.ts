import { programSymbols } from './program-symbols.ts'

/** Poly1305 (RFC 8439 §2.5): the 16-byte tag over `bytes` with the one-time key `r ‖ s` of 32 bytes. */
export type Poly1305 = (oneTimeKey: Uint8Array, bytes: Uint8Array) => Buffer

const symbols = programSymbols({
  Poly1305_ctx_size: { arguments: [], return: 'u64' },
  Poly1305_Init: { arguments: ['pointer', 'pointer'], return: 'void' },
  Poly1305_Update: { arguments: ['pointer', 'pointer', 'u64'], return: 'void' },
  Poly1305_Final: { arguments: ['pointer', 'pointer'], return: 'void' },
})

/** OpenSSL's own routine on a context of ours: 2 µs instead of 4 µs on 4 KiB (m). */
export const nativePoly1305: Poly1305 | undefined = symbols === undefined ? undefined : poly1305Of(symbols)

function poly1305Of(found: NonNullable<typeof symbols>): Poly1305 {
  const { Poly1305_Init: init, Poly1305_Update: update, Poly1305_Final: final } = found
  const context = Buffer.alloc(Number(found.Poly1305_ctx_size()))
  return (oneTimeKey, bytes) => {
    if (oneTimeKey.length !== 32) throw new RangeError('Poly1305 takes a key of 32 bytes')
    const tag = Buffer.allocUnsafe(16)
    init(context, oneTimeKey)
    update(context, bytes, BigInt(bytes.length))
    final(context, tag)
    return tag
  }
}
