import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link in a mail may do; a link for one thing opens nothing else. */
export const tokenPurposes = { confirm: 1, manage: 2, unsubscribe: 3 } as const
export type TokenPurpose = keyof typeof tokenPurposes

/** What a link names: 16 bytes of id, and the round of its subscription that it was made for. */
export interface TokenContent {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly round: number
  /** Undefined: never. Who wants no more mail finds the link in an old one. */
  readonly expiresAt: Date | undefined
}

const macBytes = 16
const contentBytes = 1 + 16 + 4 + 4

/** A token for a link: 55 letters, digits, "-" and "_". Made with the key, it needs no table to be recognised. */
export function sealToken(
  key: Uint8Array,
  purpose: TokenPurpose,
  { id, round, expiresAt }: TokenContent,
): string {
  const content = Buffer.alloc(contentBytes)
  content[0] = tokenPurposes[purpose]
  Buffer.from(id, 'hex').copy(content, 1)
  content.writeUInt32BE(round, 17)
  content.writeUInt32BE(expiresAt === undefined ? 0 : Math.floor(expiresAt.getTime() / 1000), 21)
  return Buffer.concat([content, macOf(key, content)]).toString('base64url')
}

/**
 * What a token names, or why it opens nothing. Anything that was not made with the key for this purpose is `forged`;
 * the comparison takes the same time whatever was tried.
 */
export function openToken(
  key: Uint8Array,
  purpose: TokenPurpose,
  { token, now }: { readonly token: string; readonly now: Date },
): TokenContent | 'forged' | 'expired' {
  const bytes = Buffer.from(token, 'base64url')
  const isWhole = bytes.length === contentBytes + macBytes && bytes.toString('base64url') === token
  const content = Buffer.alloc(contentBytes)
  const mac = Buffer.alloc(macBytes)
  if (isWhole) {
    bytes.copy(content, 0, 0, contentBytes)
    bytes.copy(mac, 0, contentBytes)
  }
  const isOurs = timingSafeEqual(mac, macOf(key, content))
  if (!isWhole || !isOurs || content[0] !== tokenPurposes[purpose]) return 'forged'
  const expires = content.readUInt32BE(21)
  if (expires !== 0 && expires * 1000 <= now.getTime()) return 'expired'
  return {
    id: content.subarray(1, 17).toString('hex'),
    round: content.readUInt32BE(17),
    expiresAt: expires === 0 ? undefined : new Date(expires * 1000),
  }
}

function macOf(key: Uint8Array, content: Uint8Array): Buffer {
  return createHmac('sha256', key).update('anlauf link v1\n').update(content).digest().subarray(0, macBytes)
}
