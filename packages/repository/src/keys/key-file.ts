import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

import { accountName } from '../account-name.ts'
import { deriveKey, type ScryptCost, unitCipher } from '../crypto/index.ts'
import { damaged } from '../error.ts'
import type { MasterKey } from './master-key.ts'
import { nanosecondsToTime } from '../time.ts'

/** A key file: plain JSON that holds the master key, wrapped by a password. */
export interface KeyFile {
  /** Who made it, when, on which machine: the claims of its writer, absent or of any text. */
  readonly created: string
  readonly username: string
  readonly hostname: string
  readonly cost: ScryptCost
  readonly salt: Buffer
  readonly data: Buffer
}

/** 64 MiB and about 0.2 s on one core; restic aims at 60 MB and 0.5 s on the machine that creates the key. */
const defaultCost: ScryptCost = { N: 65_536, r: 8, p: 1 }

/** A fresh key file that wraps `masterKey` with `password`; field order as restic's. */
export async function createKeyFile(
  masterKey: MasterKey,
  options: {
    password: string
    cost?: ScryptCost | undefined
    time: Date
    username?: string | undefined
    hostname?: string | undefined
  },
): Promise<Buffer> {
  const cost = options.cost ?? defaultCost
  const salt = randomBytes(64)
  const wrapping = unitCipher(await deriveKey(options.password, salt, cost))
  const file = {
    // As Go prints it: stock restic shows a key file as it would write it.
    created: nanosecondsToTime(BigInt(options.time.getTime()) * 1_000_000n),
    username: options.username ?? accountName(),
    hostname: options.hostname ?? hostname(),
    kdf: 'scrypt',
    N: cost.N,
    r: cost.r,
    p: cost.p,
    salt: salt.toString('base64'),
    data: wrapping.seal(encodeMasterKey(masterKey)).toString('base64'),
  }
  return Buffer.from(JSON.stringify(file), 'utf8')
}

/** Parses a key file without believing it. Throws `damaged`. */
export function decodeKeyFile(bytes: Buffer): KeyFile {
  const file = parseObject(bytes, 'A key file')
  const { kdf, N, r, p, salt, data } = file
  if (kdf !== 'scrypt' || typeof N !== 'number' || typeof r !== 'number' || typeof p !== 'number') {
    throw damaged('A key file names no scrypt costs.')
  }
  const decodedSalt = base64(salt, 'salt')
  if (decodedSalt.length !== 64)
    throw damaged(`The salt of a key file has ${decodedSalt.length} bytes instead of 64.`)
  return {
    created: textOf(file['created']),
    username: textOf(file['username']),
    hostname: textOf(file['hostname']),
    cost: { N, r, p },
    salt: decodedSalt,
    data: base64(data, 'data'),
  }
}

/**
 * The master key in a key file. Returns `undefined` when the password does not open it; throws
 * `limit-exceeded` for dishonest scrypt costs and `damaged` when what it opens is no key.
 */
export async function unwrapMasterKey(file: KeyFile, password: string): Promise<MasterKey | undefined> {
  const wrapping = unitCipher(await deriveKey(password, file.salt, file.cost))
  let plain: Buffer
  try {
    plain = wrapping.open(file.data)
  } catch {
    return undefined
  }
  return decodeMasterKey(plain)
}

/** A new random master key. */
export function createMasterKey(): MasterKey {
  const macR = randomBytes(16)
  // Stored masked as RFC 8439 §2.5 clamps it; readers must not depend on that.
  for (const at of [3, 7, 11, 15]) macR.writeUInt8((macR[at] ?? 0) & 0x0f, at)
  for (const at of [4, 8, 12]) macR.writeUInt8((macR[at] ?? 0) & 0xfc, at)
  return { encrypt: randomBytes(32), macK: randomBytes(16), macR }
}

function encodeMasterKey(key: MasterKey): Buffer {
  const mac = { k: key.macK.toString('base64'), r: key.macR.toString('base64') }
  return Buffer.from(JSON.stringify({ mac, encrypt: key.encrypt.toString('base64') }), 'utf8')
}

function decodeMasterKey(plain: Buffer): MasterKey {
  const { mac, encrypt } = parseObject(plain, 'A master key')
  if (typeof mac !== 'object' || mac === null) throw damaged('A master key has no MAC part.')
  const { k, r } = mac as Record<string, unknown>
  const key = { encrypt: base64(encrypt, 'encrypt'), macK: base64(k, 'k'), macR: base64(r, 'r') }
  // Building the cipher refuses keys of wrong length and all-zero keys.
  unitCipher(key)
  return key
}

function parseObject(bytes: Buffer, what: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>
  } catch (error) {
    throw damaged(`${what} is no JSON.`, {}, error)
  }
  throw damaged(`${what} is no JSON object.`)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function base64(value: unknown, field: string): Buffer {
  if (typeof value !== 'string') throw damaged(`The field "${field}" of a key is missing.`)
  const bytes = Buffer.from(value, 'base64')
  if (bytes.toString('base64') !== value) throw damaged(`The field "${field}" of a key is no base64.`)
  return bytes
}
