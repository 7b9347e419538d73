import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  type Checkpoint,
  cosign,
  keyFingerprint,
  openCheckpoint,
  publicPem,
  verifyConsistency,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { signerName } from './key.ts'
import { parseWitnessName } from '../flags/flag-values.ts'
import { readInputFile } from '../access/input-file.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { readPublicKey } from '../access/public-key-file.ts'

interface WitnessFlags {
  readonly from: string
  readonly name: string
  readonly key: string
  readonly fingerprint: string
  readonly json: boolean
}

const smallFile = { what: 'file of a checkpoint', maxBytes: 1024 * 1024 }

export const evidenceWitness = buildCommand<WitnessFlags, [], AnlaufContext>({
  docs: {
    brief: 'On a second machine: look whether a log goes on as it was, and sign that',
    fullDescription:
      'For a data-protection officer, counsel or a forensics firm, with a key that the case’s machine never sees. Keeps the last checkpoint of every log in this machine’s home. Signs only when the new one continues it; a shortened or rewritten log is refused, with exit code 1.',
  },
  parameters: {
    flags: {
      from: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder of "evidence checkpoint --to"',
        placeholder: 'folder',
      },
      name: {
        kind: 'parsed',
        parse: parseWitnessName,
        brief: 'Your name in the note: dpo',
        placeholder: 'name',
      },
      key: { kind: 'parsed', parse: String, brief: 'Your own Ed25519 private key', placeholder: 'file' },
      fingerprint: {
        kind: 'parsed',
        parse: String,
        brief: "Fingerprint of the log's key, as told on another way",
        placeholder: 'hex',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const folder = resolve(flags.from)
    const { key, fingerprint } = readPrivateKey(this, flags.key)
    const logKey = readPublicKey(join(folder, 'key.pem'))
    if (keyFingerprint(logKey) !== flags.fingerprint.toLowerCase()) {
      throw broken(`The key in ${folder} is not the expected one but ${keyFingerprint(logKey)}.`)
    }
    const note = readInputFile(join(folder, 'checkpoint'), smallFile).toString('utf8')
    const next = openCheckpoint(note, { name: signerName, publicKey: logKey })
    if (next === undefined) throw broken(`${join(folder, 'checkpoint')} is not signed with the log's key.`)
    const last = lastSeen(this, next.origin)
    if (last !== undefined) refuseRewritten(last, next, folder)
    const cosigned = cosign(note, { name: flags.name, key }, this.now())
    // Before anybody can get the signature: what was signed and forgotten could be signed otherwise.
    remember(this, next)
    writeFileSync(join(folder, `witness-${flags.name}.pem`), publicPem(key))
    writeFileSync(join(folder, `checkpoint.${flags.name}`), cosigned, { flush: true })
    if (flags.json) {
      return printJson(this, {
        origin: next.origin,
        entries: next.size,
        before: last?.size,
        fingerprint,
        folder,
      })
    }
    printLines(this, [
      last === undefined
        ? `First sight of ${next.origin}: ${counted(next.size, 'entry', 'entries')}. Signed.`
        : `${next.origin} went on from ${last.size} to ${next.size} entries, and nothing before was changed. Signed.`,
      `Your key ${fingerprint}: tell it the auditor yourself.`,
      `Bring ${folder} back to the case's machine: anlauf evidence keep --case ID --from FOLDER`,
    ])
  },
})

function refuseRewritten(last: Seen, next: Checkpoint, folder: string): void {
  const root = Buffer.from(last.root, 'base64')
  if (next.size < last.size) {
    throw broken(`${next.origin} has ${next.size} entries; ${last.size} were seen before.`)
  }
  const proof = next.size === last.size ? [] : proofFrom(folder, last.size)
  if (verifyConsistency({ size: last.size, root }, next, proof)) return
  throw broken(`${next.origin} does not continue the ${last.size} entries that were seen before.`)
}

function proofFrom(folder: string, size: number): readonly Buffer[] {
  const file = join(folder, 'proofs')
  const text = existsSync(file) ? readFileSync(file, 'utf8').slice(0, smallFile.maxBytes) : ''
  const line = text.split('\n').find((one) => one.split(' ')[0] === String(size))
  if (line !== undefined) {
    return line
      .split(' ')
      .slice(1)
      .map((hash) => Buffer.from(hash, 'base64'))
  }
  throw new AnlaufError(
    'evidence-broken',
    `${file} does not lead on from ${size} entries, the last state seen.`,
    {
      hint: 'The case’s machine has forgotten a checkpoint that it gave you. Ask for its export and verify it with yours: anlauf evidence verify --from EXPORT --checkpoint FILE',
    },
  )
}

/** What this machine saw last of a log. */
interface Seen {
  readonly size: number
  /** Base64. */
  readonly root: string
}

function lastSeen(context: AnlaufContext, origin: string): Seen | undefined {
  const file = seenFile(context, origin)
  if (!existsSync(file)) return undefined
  try {
    const { size, root } = JSON.parse(readFileSync(file, 'utf8')) as Seen
    if (Number.isSafeInteger(size) && Buffer.from(root, 'base64').length === 32) return { size, root }
  } catch {
    // Said below.
  }
  throw broken(`${file}, what this machine saw last of ${origin}, cannot be read.`)
}

function remember(context: AnlaufContext, { origin, size, root }: Checkpoint): void {
  const file = seenFile(context, origin)
  mkdirSync(join(context.home, 'witness'), { recursive: true, mode: 0o700 })
  const text = JSON.stringify({ origin, size, root: root.toString('base64') } satisfies Seen & {
    origin: string
  })
  writeFileSync(`${file}.part`, `${text}\n`, { flush: true })
  renameSync(`${file}.part`, file)
}

/** A log's name may be anything; its digest is a file name. */
function seenFile(context: AnlaufContext, origin: string): string {
  return join(context.home, 'witness', `${createHash('sha256').update(origin).digest('hex')}.json`)
}

function broken(message: string): AnlaufError {
  return new AnlaufError('evidence-broken', message, {
    hint: 'Sign nothing. Keep this folder and your own last checkpoint, and tell the auditor and the incident lead.',
  })
}
