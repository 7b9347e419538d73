/**
 * QR codes (ISO/IEC 18004), model 2, bytes, error correction M: a link on paper that a phone can read.
 *
 *     text ─▶ codewords + Reed-Solomon ─▶ squares, the mask with the least penalty ─▶ rows of dark and light
 *
 * Guarantees: same text, same squares; the smallest version that holds it. Up to 15 % of the codewords may be lost.
 * Not guaranteed: that what is encoded is safe to open. Only links that we made ourselves belong here.
 */
export { qrCode, type QrCode, quietZone } from './qr-code.ts'
export { darkRuns, qrPath } from './qr-path.ts'
