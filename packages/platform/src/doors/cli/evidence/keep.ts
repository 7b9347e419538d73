import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  cosignedAt,
  keyFingerprint,
  openCheckpoint,
  publicPem,
  takeCosignature,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey, signerName } from './key.ts'
import { readInputFile } from '../access/input-file.ts'
import { readPublicKey } from '../access/public-key-file.ts'
import { keptCheckpoints } from './kept-checkpoints.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'

interface KeepFlags {
  readonly case: string
  readonly from: string
  readonly json: boolean
}

const smallFile = { what: 'file of a witness', maxBytes: 64 * 1024 }

export const evidenceKeep = buildCommand<KeepFlags, [], AnlaufContext>({
  docs: {
    brief: "Take a witness's signature over, so that exports carry it",
    fullDescription: 'The folder is that of "evidence checkpoint --to", as the witness gave it back.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      from: { kind: 'parsed', parse: String, brief: 'Folder that came back', placeholder: 'folder' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  func(flags) {
    const folder = resolve(flags.from)
    const logKey = createPublicKey(evidenceKey(this).key)
    const kept = keptCheckpoints(this, flags.case, logKey)
    const taken = witnessesIn(folder).map((name) => {
      const note = readInputFile(join(folder, `checkpoint.${name}`), smallFile).toString('utf8')
      const witness = { name, publicKey: readPublicKey(join(folder, `witness-${name}.pem`)) }
      const at = cosignedAt(note, witness)
      const size = openCheckpoint(note, { name: signerName, publicKey: logKey })?.size
      const mine = kept.notes().find((one) => one.size === size)
      const joined = mine === undefined ? undefined : takeCosignature(mine.note, note, witness)
      if (at === undefined || joined === undefined) throw unfit(join(folder, `checkpoint.${name}`), name)
      refuseOtherKey(join(kept.folder, `witness-${name}.pem`), witness.publicKey)
      kept.write(`witness-${name}.pem`, publicPem(witness.publicKey))
      kept.write(`${size}.note`, joined)
      return {
        name,
        entries: size ?? 0,
        at: at.toISOString(),
        fingerprint: keyFingerprint(witness.publicKey),
      }
    })
    if (flags.json) return printJson(this, { case: flags.case, witnesses: taken })
    printLines(
      this,
      taken.map(
        ({ name, entries, at, fingerprint }) =>
          `${name} saw ${counted(entries, 'entry', 'entries')} at ${at}; key ${fingerprint}. Kept; the next export carries it.`,
      ),
    )
  },
})

function witnessesIn(folder: string): readonly string[] {
  const names = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => /^witness-([a-z0-9-]+)\.pem$/.exec(name)?.[1] ?? [])
    : []
  if (names.length > 0) return names
  throw new AnlaufError('not-found', `No witness has signed in ${folder}.`, {
    hint: 'Name the folder that came back from "anlauf evidence witness".',
  })
}

function unfit(file: string, name: string): AnlaufError {
  return new AnlaufError(
    'evidence-broken',
    `${file} carries no valid line of ${name} on a checkpoint kept here.`,
    {
      hint: 'Take the folder that "evidence checkpoint --to" made here and the witness signed, unchanged.',
    },
  )
}

/** A witness who came with another key is another witness. */
function refuseOtherKey(file: string, publicKey: KeyObject): void {
  if (!existsSync(file)) return
  const known = keyFingerprint(readPublicKey(file))
  if (known === keyFingerprint(publicKey)) return
  throw new AnlaufError(
    'input-invalid',
    `The witness of ${file} signed with another key before (${known}).`,
    {
      hint: 'Let the witness sign with that key, or under another name.',
    },
  )
}
