import { type KeyObject, sign, verify } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import { isKeyName, noteKeyId, readNote, signatureLine, signatureTypes } from './signed-note.ts'

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

/** When this witness cosigned the note, as it says itself; undefined without a valid line of it. */
export function cosignedAt(
  note: string,
  witness: { readonly name: string; readonly publicKey: KeyObject },
): Date | undefined {
  const read = readNote(note)
  if (read === undefined || witness.publicKey.asymmetricKeyType !== 'ed25519') return undefined
  const id = noteKeyId(witness.name, signatureTypes.cosignature, witness.publicKey)
  for (const { name, keyId, bytes } of read.signatures) {
    if (name !== witness.name || !keyId.equals(id) || bytes.length !== 72) continue
    const seconds = Number(bytes.readBigUInt64BE())
    const text = Buffer.from(cosignedText(read.body, seconds))
    if (
      Number.isSafeInteger(seconds * 1000) &&
      verify(undefined, text, witness.publicKey, bytes.subarray(8))
    ) {
      return new Date(seconds * 1000)
    }
  }
  return undefined
}

/** One note with the signature lines of both, for notes of one text; undefined when the texts differ. */
export function joinNotes(one: string, other: string): string | undefined {
  const [mine, theirs] = [readNote(one), readNote(other)]
  if (mine === undefined || theirs === undefined || mine.body !== theirs.body) return undefined
  const known = new Set(mine.signatures.map(({ line }) => line))
  const added = theirs.signatures.filter(({ line }) => !known.has(line))
  return one + added.map(({ line }) => `${line}\n`).join('')
}

function cosignedText(body: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${body}`
}
