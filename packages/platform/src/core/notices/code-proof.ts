import { createHash } from 'node:crypto'

/** Stands in the log for a code that was read back; not the code itself, which stays valid for the next call. */
export function codeProof(place: {
  readonly case: string
  readonly notice: string
  readonly recipient: string
}): string {
  return createHash('sha256')
    .update(JSON.stringify(['code read back', place.case, place.notice, place.recipient]))
    .digest('hex')
}
