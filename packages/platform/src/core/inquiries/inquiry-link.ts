import { createHmac, timingSafeEqual } from 'node:crypto'

import type { Inquiry } from './inquiry.ts'
import { readReference } from './reference.ts'

/** What a link in a mail or on a page is for; one made for a purpose serves no other. */
export type LinkPurpose = 'status' | 'confirm' | 'solved'

/** "7K3M9QXZT.Zm9v…": reference and 128 bits keyed by the inquiry itself, so that it dies with it. */
export function linkToken(
  purpose: LinkPurpose,
  { reference, secret }: Pick<Inquiry, 'reference' | 'secret'>,
): string {
  return `${reference.replaceAll('-', '')}.${mac(purpose, reference, secret ?? '').toString('base64url')}`
}

/** The reference that a token names; undefined for what is no token. */
export function referenceOfToken(token: string): string | undefined {
  const [, reference] = /^([0-9A-Z]{9})\.[A-Za-z0-9_-]{22}$/.exec(token) ?? []
  return reference === undefined ? undefined : readReference(reference)
}

/** Whether a token was made for this inquiry and purpose; takes as long whatever it is. */
export function opensWith(
  purpose: LinkPurpose,
  inquiry: Inquiry | undefined,
  token: string,
): inquiry is Inquiry {
  // As text: several texts stand for the same bytes, and only one of them is ours.
  const said = Buffer.from(token.split('.')[1] ?? '')
  const right = Buffer.from(
    mac(purpose, inquiry?.reference ?? '', inquiry?.secret ?? '').toString('base64url'),
  )
  return said.length === right.length && timingSafeEqual(said, right) && inquiry?.secret !== undefined
}

function mac(purpose: LinkPurpose, reference: string, secret: string): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`inquiry ${purpose} ${reference}`)
    .digest()
    .subarray(0, 16)
}
