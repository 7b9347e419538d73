import { type KeyObject, sign, verify } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import {
  isKeyName,
  noteKeyId,
  readNote,
  signatureLine,
  signatureTypes,
  type SignedNote,
} from './signed-note.ts'

/** Who watches a log from a second machine. */
export interface Witness {
  readonly name: string
  readonly key: KeyObject
}

/**
 * Adds a witness's line to a checkpoint (C2SP `tlog-cosignature`, Ed25519): it saw this state of the log at this time,
 * and nothing it had seen before was rewritten. The caller has to know that; nothing is checked here but the form.
 * `at` counts in whole seconds. Throws `input-invalid` for what is no note and for a key or name that cannot sign one.
 */
export function cosign(note: string, { name, key }: Witness, at: Date): string {
  const read = readNote(note)
  if (read === undefined || !isKeyName(name) || key.asymmetricKeyType !== 'ed25519') {
    throw new AnlaufError('input-invalid', `"${name}" cannot cosign this checkpoint.`, {
      hint: 'Give a checkpoint file, an Ed25519 key, and a name without spaces and plus signs.',
    })
  }
  const seconds = Math.floor(at.getTime() / 1000)
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  const signature = sign(undefined, Buffer.from(cosignedText(read.body, seconds)), key)
  const line = signatureLine(
    name,
    noteKeyId(name, signatureTypes.cosignature, key),
    Buffer.concat([time, signature]),
  )
  return read.signatures.some((one) => one.line === line) ? note : `${note}${line}\n`
}

/** Who is expected to have cosigned. */
export interface ExpectedWitness {
  readonly name: string
  readonly publicKey: KeyObject
}

/** When this witness cosigned the note, as it says itself; undefined without a valid line of it. */
export function cosignedAt(note: string, witness: ExpectedWitness): Date | undefined {
  const read = readNote(note)
  return read === undefined ? undefined : validLine(read, witness)?.at
}

/**
 * The note with this witness's line out of its cosigned copy; undefined when the texts differ or no line of it is
 * valid. One line a witness is enough. Lines of others stay out: nobody here has checked them.
 */
export function takeCosignature(note: string, copy: string, witness: ExpectedWitness): string | undefined {
  const [mine, theirs] = [readNote(note), readNote(copy)]
  if (mine === undefined || theirs === undefined || mine.body !== theirs.body) return undefined
  const found = validLine(theirs, witness)
  if (found === undefined) return undefined
  return mine.signatures.some(({ name }) => name === witness.name) ? note : `${note}${found.line}\n`
}

function validLine(
  { body, signatures }: SignedNote,
  { name, publicKey }: ExpectedWitness,
): { readonly line: string; readonly at: Date } | undefined {
  if (publicKey.asymmetricKeyType !== 'ed25519') return undefined
  const id = noteKeyId(name, signatureTypes.cosignature, publicKey)
  for (const { name: signer, keyId, bytes, line } of signatures) {
    if (signer !== name || !keyId.equals(id) || bytes.length !== 72) continue
    const seconds = Number(bytes.readBigUInt64BE())
    const text = Buffer.from(cosignedText(body, seconds))
    if (Number.isSafeInteger(seconds * 1000) && verify(undefined, text, publicKey, bytes.subarray(8))) {
      return { line, at: new Date(seconds * 1000) }
    }
  }
  return undefined
}

function cosignedText(body: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${body}`
}
