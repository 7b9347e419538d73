/**
 * The compressor and the cipher inside the running Node, called without the detours of `node:zlib` and
 * `node:crypto`: contexts are made once a thread and used again, results land in buffers of our own.
 *
 *     zstd.ts, unit-cipher.ts ─▶ nativeZstd, nativeCtr, nativePoly1305 │ undefined ─▶ node:zlib, node:crypto
 *
 * Guarantees: the same bytes as the ordinary way (it is the same code, property-tested against it); never
 * writes beyond the buffers it is given. Not guaranteed: that it exists. `node:ffi` is experimental, and
 * `ANLAUF_NATIVE=off` switches this off.
 */
export { nativeCtr } from './ctr.ts'
export { nativePoly1305 } from './poly1305.ts'
export { nativeZstd, type Zstd } from './zstd.ts'
