import type { Verdict } from './features.ts'

/** Verdicts of versions as bytes: 2, place in this list u8. */
const version = 2
const verdicts = ['valid', 'proved', 'trailing', 'broken', 'unchecked'] as const

export type StoredVerdict = (typeof verdicts)[number] & Verdict

export function encodeVerdict(verdict: StoredVerdict): Buffer {
  return Buffer.from([version, verdicts.indexOf(verdict)])
}

/** Undefined for bytes that are no verdict of this version. */
export function decodeVerdict(bytes: Buffer): StoredVerdict | undefined {
  return bytes.length === 2 && bytes[0] === version ? verdicts[bytes[1] ?? verdicts.length] : undefined
}
