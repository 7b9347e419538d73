import { type KeyObject, sign, verify } from 'node:crypto'

import { type JournalLine, maxLine, parseLine } from './line.ts'

/** Response header that carries a receipt; clients that do not know it ignore it. */
export const receiptHeader = 'x-anlauf-receipt'

/** What stands before the line under every signature: no other signature of this key can pass for a receipt. */
const purpose = 'anlauf/vault/receipt/1\n'

/**
 * A signed journal line: `base64url(line) . base64url(Ed25519 signature)`. It says repository, kind, id, size,
 * receive time and client, and with `seq` and `prev` its place: a journal without this line was rewritten.
 */
export function signReceipt(text: string, key: KeyObject): string {
  const signature = sign(undefined, Buffer.from(purpose + text), key)
  return `${Buffer.from(text).toString('base64url')}.${signature.toString('base64url')}`
}

/** The line of a receipt and its exact text; undefined when the vault with this key did not sign it. */
export function openReceipt(
  receipt: string,
  publicKey: KeyObject,
): { readonly line: JournalLine; readonly text: string } | undefined {
  const [encoded = '', signature = '', ...rest] = receipt.trim().split('.')
  if (rest.length > 0 || encoded.length > maxLine * 2) return undefined
  const text = Buffer.from(encoded, 'base64url').toString('utf8')
  if (!verify(undefined, Buffer.from(purpose + text), publicKey, Buffer.from(signature, 'base64url')))
    return undefined
  const line = parseLine(text)
  return line === undefined ? undefined : { line, text }
}
