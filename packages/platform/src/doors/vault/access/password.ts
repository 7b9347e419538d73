import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** 16 MiB and about 40 ms: made passwords have 256 bits anyway, chosen ones at least cost this much a guess. */
const cost = { N: 16_384, r: 8, p: 1 }
const hashBytes = 32
/** What the file may demand of the process that reads it. */
const maxMemory = 64 * 1024 * 1024

/** A password that nobody guesses: 32 random bytes, 43 characters that every shell and URL takes as they are. */
export function createPassword(): string {
  return randomBytes(32).toString('base64url')
}

/** One line that holds costs, salt and hash of a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return `scrypt:${cost.N}:${cost.r}:${cost.p}:${salt.toString('base64')}:${hash.toString('base64')}`
}

/** True when the password is the one that was hashed; takes as long for a wrong one. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = hashed.split(':')
  const expected = Buffer.from(hash, 'base64')
  const found = await derive(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return expected.length === found.length && timingSafeEqual(expected, found)
}

/** True for a line of `hashPassword` whose costs are bearable. */
export function isPasswordHash(text: unknown): text is string {
  if (typeof text !== 'string') return false
  const found = /^scrypt:(\d{1,8}):(\d{1,2}):(\d{1,2}):([A-Za-z0-9+/=]{20,90}):([A-Za-z0-9+/=]{44})$/.exec(
    text,
  )
  if (found === null) return false
  const [N, r, p] = found.slice(1, 4).map(Number)
  const isPower = N !== undefined && N > 1 && (N & (N - 1)) === 0
  return isPower && r !== undefined && r > 0 && p !== undefined && p > 0 && 128 * N * r * p <= maxMemory / 2
}

function derive(
  password: string,
  salt: Buffer,
  costs: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, { ...costs, maxmem: maxMemory }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
