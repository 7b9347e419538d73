import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { keyFingerprint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from '../access/input-file.ts'

/** An exported folder whose files are exactly those that its key signed. */
export interface Bundle {
  readonly publicKey: KeyObject
  readonly fingerprint: string
  readonly problems: readonly string[]
}

const small = 1024 * 1024
const unsigned = new Set(['SHA256SUMS', 'SHA256SUMS.sig'])

/**
 * Checks the frame of an export as its verify.sh does: the signature over SHA256SUMS, every sum, no file more and
 * none less. Entries and checkpoint are the caller's. Throws `not-found` and `evidence-broken` for no export at all.
 */
export async function verifyBundle(folder: string): Promise<Bundle> {
  const read = (name: string): Buffer =>
    readInputFile(join(folder, name), { what: 'export file', maxBytes: small })
  const publicKey = publicKeyOf(read('key.pem'), folder)
  const sums = readInputFile(join(folder, 'SHA256SUMS'), { what: 'export file', maxBytes: 64 * small })
  const problems: string[] = []
  if (!verify(undefined, sums, publicKey, read('SHA256SUMS.sig'))) {
    problems.push('the signature does not fit SHA256SUMS')
  }
  const named = sumsOf(sums.toString('utf8'), problems)
  for (const name of ['checkpoint', 'entries.ndjson', 'key.pem', 'proof', 'verify.sh']) {
    if (!named.has(name)) problems.push(`SHA256SUMS does not name ${name}`)
  }
  for (const [name, sum] of named) {
    const place = join(folder, name)
    if (lstatSync(place, { throwIfNoEntry: false })?.isFile() !== true) problems.push(`${name} is missing`)
    else if ((await hashOf(place)) !== sum) problems.push(`${name} does not fit SHA256SUMS`)
  }
  for (const name of readdirSync(folder)) {
    if (!named.has(name) && !unsigned.has(name)) problems.push(`${name} is not part of the export`)
  }
  return { publicKey, fingerprint: keyFingerprint(publicKey), problems }
}

/** Lines of sha256sum. A name with a slash would lead out of the folder. */
function sumsOf(text: string, problems: string[]): ReadonlyMap<string, string> {
  const sums = new Map<string, string>()
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const found = /^([0-9a-f]{64}) {2}([A-Za-z0-9][A-Za-z0-9._-]{0,199})$/.exec(line)
    if (found === null) problems.push(`SHA256SUMS has the odd line ${JSON.stringify(line.slice(0, 100))}`)
    else sums.set(found[2] ?? '', found[1] ?? '')
  }
  return sums
}

function publicKeyOf(pem: Buffer, folder: string): KeyObject {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw new AnlaufError('evidence-broken', `${join(folder, 'key.pem')} holds no Ed25519 public key.`, {
    hint: 'This is no export of ours, or somebody changed it; get another copy.',
  })
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
