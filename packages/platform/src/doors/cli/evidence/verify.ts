import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import {
  type ChainReport,
  type Checkpoint,
  keyFingerprint,
  openCheckpoint,
  verifyEntries,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { homeKeyFile, originOf, signerName } from './key.ts'
import { readInputFile } from '../access/input-file.ts'
import { ndjsonLines } from '../terminal/ndjson-lines.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { readPublicKey } from '../access/public-key-file.ts'
import { openStores } from '../access/stores.ts'
import { verifyBundle } from './verify-bundle.ts'
import { missingWitnesses, readKeptInExport, type Seen } from './verify-kept.ts'

interface VerifyFlags {
  readonly case?: string
  readonly from?: string
  readonly checkpoint?: readonly string[]
  readonly publicKey?: string
  readonly fingerprint?: string
  readonly witness?: readonly string[]
  readonly json: boolean
}

export const evidenceVerify = buildCommand<VerifyFlags, [], AnlaufContext>({
  docs: {
    brief: 'Verify the evidence of a case, or an exported folder',
    fullDescription:
      'Reads every entry and checks form, order and chain. That nothing was cut off or rewritten as a whole, only a checkpoint can show that was kept elsewhere: give it with --checkpoint. Exit code 1 when anything does not fit.',
  },
  parameters: {
    flags: {
      case: { ...caseFlag, optional: true, brief: 'Case id: verify the log in the database' },
      from: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Verify this exported folder instead',
        placeholder: 'folder',
      },
      checkpoint: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'A checkpoint that was kept elsewhere (repeatable)',
        placeholder: 'file',
      },
      publicKey: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: "Public key that signed the checkpoints (default: the export's, or this home's own)",
        placeholder: 'file',
      },
      fingerprint: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'The key has to be this one, as told on another way',
        placeholder: 'hex',
      },
      witness: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'NAME=FINGERPRINT of a witness that must have signed in the export (repeatable)',
        placeholder: 'witness',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const result = flags.from === undefined ? await verifyCase(this, flags) : await verifyFolder(this, flags)
    if (result.problems.length > 0) this.process.exitCode = 1
    if (flags.json) {
      printJson(this, { verified: result.problems.length === 0, ...result })
      return
    }
    printLines(this, describe(result))
  },
})

interface Result {
  readonly what: string
  readonly entries: number
  readonly withheld?: number
  readonly head: string
  /** Base64, as in checkpoints. */
  readonly root: string
  readonly checkpoints: number
  readonly fingerprint?: string
  readonly fingerprintExpected: boolean
  readonly witnesses?: readonly Seen[]
  readonly timeStamps?: number
  readonly problems: readonly string[]
}

async function verifyCase(context: AnlaufContext, flags: VerifyFlags): Promise<Result> {
  const { case: caseId } = flags
  if (caseId === undefined) {
    throw new AnlaufError('input-invalid', 'Nothing was named to verify.', {
      hint: 'Give --case ID for the log in the database, or --from FOLDER for an export.',
    })
  }
  const key = flags.checkpoint === undefined ? undefined : checkpointKey(context, flags)
  await using stores = await openStores(context)
  const notes = (flags.checkpoint ?? []).map((file) => readNote(file, key))
  const { report, problems } = await verifyLines(stores.lines(caseId), caseId, notes)
  if (report.entries === 0 && problems.length === 0) throw noCase(context, caseId)
  return resultOf(`the case ${caseId}`, report, notes.length, key, flags, problems)
}

async function verifyFolder(context: AnlaufContext, flags: VerifyFlags): Promise<Result> {
  const folder = resolve(flags.from ?? '')
  const bundle = await verifyBundle(folder)
  const entries = join(folder, 'entries.ndjson')
  const caseId = flags.case ?? (await caseOf(entries))
  const key = flags.publicKey === undefined ? bundle.publicKey : checkpointKey(context, flags)
  const own = readNote(join(folder, 'checkpoint'), bundle.publicKey)
  const others = (flags.checkpoint ?? []).map((file) => readNote(file, key))
  const kept = readKeptInExport(folder, bundle.publicKey)
  const notes = kept.files.map((file) => readNote(file, bundle.publicKey))
  const { report, problems } = await verifyLines(ndjsonLines(entries), caseId, [own, ...notes, ...others], {
    withheld: true,
  })
  const size = open(own)?.size
  if (size !== undefined && size < report.entries) {
    problems.push(`its checkpoint covers ${size} of ${report.entries} entries`)
  }
  const missing = missingWitnesses(flags.witness ?? [], kept.seen)
  const all = [...bundle.problems, ...problems, ...kept.problems, ...missing]
  return {
    ...resultOf(`the export ${folder}`, report, others.length, bundle.publicKey, flags, all),
    witnesses: kept.seen,
    timeStamps: kept.timeStamps,
  }
}

interface Note {
  readonly file: string
  readonly text: string
  readonly key: KeyObject | undefined
}

function readNote(file: string, key: KeyObject | undefined): Note {
  const text = readInputFile(file, { what: 'checkpoint', maxBytes: 64 * 1024 }).toString('utf8')
  return { file, text, key }
}

function open({ text, key }: Note): Checkpoint | undefined {
  return key === undefined ? undefined : openCheckpoint(text, { name: signerName, publicKey: key })
}

/** One pass over the log for all checkpoints. */
async function verifyLines(
  lines: AsyncIterable<string>,
  caseId: string,
  notes: readonly Note[],
  options: { readonly withheld?: boolean } = {},
): Promise<{ report: ChainReport; problems: string[] }> {
  const opened = notes.map((note) => ({ file: note.file, checkpoint: open(note) }))
  const fitting = opened.flatMap(({ file, checkpoint }) =>
    checkpoint?.origin === originOf(caseId) ? [{ file, checkpoint }] : [],
  )
  const signed = fitting.map(({ checkpoint: { size, root } }) => ({ entries: size, root }))
  const report = await verifyEntries(lines, signed, options)
  const problems = report.problems.map(({ message, signed: place }) =>
    place === undefined ? message : `${fitting[place]?.file}: ${message}`,
  )
  for (const { file, checkpoint } of opened) {
    if (checkpoint === undefined) {
      problems.push(`${file} is no checkpoint signed with the key that was given`)
    } else if (checkpoint.origin !== originOf(caseId)) {
      problems.push(`${file} is a checkpoint of another log, ${printName(checkpoint.origin)}`)
    }
  }
  return { report, problems }
}

/** Of the first line that is not withheld. */
async function caseOf(file: string): Promise<string> {
  for await (const line of ndjsonLines(file)) {
    try {
      const entry = JSON.parse(line) as { case?: unknown; withheld?: unknown } | null
      if (entry?.withheld !== undefined) continue
      return typeof entry?.case === 'string' ? entry.case : ''
    } catch {
      return ''
    }
  }
  return ''
}

function checkpointKey(context: AnlaufContext, { publicKey }: VerifyFlags): KeyObject {
  if (publicKey === undefined) {
    const file = homeKeyFile(context)
    if (existsSync(file)) return createPublicKey(readPrivateKey(context, file).key)
    throw new AnlaufError('input-invalid', 'Nobody said which key signed the checkpoints.', {
      hint: 'Give --public-key FILE, for instance the key.pem of the export that the checkpoint came with.',
    })
  }
  return readPublicKey(publicKey)
}

function resultOf(
  what: string,
  report: ChainReport,
  checkpoints: number,
  key: KeyObject | undefined,
  { fingerprint: expected }: VerifyFlags,
  problems: readonly string[],
): Result {
  const fingerprint = key === undefined ? undefined : keyFingerprint(key)
  const isOther = expected !== undefined && expected.toLowerCase() !== fingerprint
  return {
    what,
    entries: report.entries,
    ...(report.withheld > 0 && { withheld: report.withheld }),
    head: report.head,
    root: report.root.toString('base64'),
    checkpoints,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    fingerprintExpected: expected !== undefined,
    problems: isOther
      ? [`the key is not the expected one but ${fingerprint ?? 'none'}`, ...problems]
      : problems,
  }
}

function describe(result: Result): string[] {
  const { what, entries, head, checkpoints, fingerprint, fingerprintExpected, problems } = result
  if (problems.length > 0) {
    return [
      `NOT VERIFIED: ${what}`,
      ...problems.map((problem) => `  - ${printName(problem)}`),
      'What to do: leave everything as it is, copy it away, and compare with an older export. Do not go on with this case.',
    ]
  }
  return [
    `VERIFIED: ${what}: ${counted(entries, 'entry', 'entries')}, unbroken; last entry ${head}`,
    ...((result.withheld ?? 0) > 0
      ? [`Of ${result.withheld} of them only the hashes are here: they were withheld from this export.`]
      : []),
    ...(fingerprint === undefined ? [] : [`Signing key ${fingerprint}`]),
    ...(fingerprint === undefined || fingerprintExpected
      ? []
      : ['  compare it with the fingerprint you were given on another way']),
    ...(result.witnesses ?? []).map(
      (seen) =>
        `Witness ${seen.witness} (${seen.fingerprint}) saw ${counted(seen.entries, 'entry', 'entries')} at ${seen.at}`,
    ),
    ...((result.timeStamps ?? 0) > 0
      ? [`${counted(result.timeStamps ?? 0, 'time stamp')}: verify.sh of the export checks them with openssl`]
      : []),
    checkpoints > 0
      ? `It continues ${counted(checkpoints, 'checkpoint')} that ${checkpoints === 1 ? 'was' : 'were'} kept elsewhere.`
      : 'Whether it was rewritten as a whole, only a checkpoint kept elsewhere can show: --checkpoint FILE',
  ]
}
