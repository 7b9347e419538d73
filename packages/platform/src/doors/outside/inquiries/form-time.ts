import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Nobody reads and fills in the form faster; programs do. */
const shortestMs = 2000
/** A page that stood open over night is still good. */
const longestMs = 24 * 3_600_000

/** When a form was shown, with a number of its own, signed: "time.number.signature". */
export function formTime(secret: Uint8Array, now: Date): string {
  const said = `${now.getTime().toString(36)}.${randomBytes(9).toString('base64url')}`
  return `${said}.${sign(secret, said)}`
}

/** True for a form of ours that was filled in by hand, as far as time tells. */
export function wasShown(secret: Uint8Array, text: string | null, now: Date): boolean {
  const found = /^(([0-9a-z]{1,11})\.[A-Za-z0-9_-]{12})\.([A-Za-z0-9_-]{22})$/.exec(text ?? '')
  const [, said = '', time = '', signature = ''] = found ?? []
  const right = Buffer.from(sign(secret, said))
  const given = Buffer.from(signature)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false
  const ageMs = now.getTime() - Number.parseInt(time, 36)
  return ageMs >= shortestMs && ageMs <= longestMs
}

function sign(secret: Uint8Array, said: string): string {
  return createHmac('sha256', secret)
    .update(`form shown ${said}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}
