import { createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { type MerkleProver, merkleProver, publicPem, signCheckpoint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey, originOf, signerName } from './key.ts'
import { keptCheckpoints, type KeptNote } from './kept-checkpoints.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface CheckpointFlags {
  readonly case: string
  readonly to?: string
  readonly json: boolean
}

export const evidenceCheckpoint = buildCommand<CheckpointFlags, [], AnlaufContext>({
  docs: {
    brief: "Sign the log's present state and keep it; with --to, a folder for a witness",
    fullDescription:
      'Do it every hour and after each decision. Before it signs, it compares the log with every checkpoint that it signed before, and refuses when one does not fit. Carry the folder of --to to a second machine and run "anlauf evidence witness" there.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      to: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'New folder with what a witness needs',
        placeholder: 'folder',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const prover = merkleProver()
    for await (const line of stores.lines(flags.case)) prover.add(line)
    if (prover.size === 0) throw noCase(this, flags.case)
    const { key, fingerprint } = evidenceKey(this)
    const kept = keptCheckpoints(this, flags.case, createPublicKey(key))
    const earlier = kept.notes()
    refuseRewritten(flags.case, prover, earlier)
    const { size } = prover
    const note =
      earlier.find((one) => one.size === size)?.note ??
      signCheckpoint({ origin: originOf(flags.case), size, root: prover.root() }, { name: signerName, key })
    kept.write(`${size}.note`, note)
    const folder = flags.to === undefined ? undefined : resolve(flags.to)
    if (folder !== undefined) {
      writeForWitness(folder, { note, pem: publicPem(key), proofs: proofsFrom(prover, earlier) })
    }
    if (flags.json) return printJson(this, { case: flags.case, entries: size, fingerprint, folder })
    printLines(this, [
      `Checkpoint of ${counted(size, 'entry', 'entries')} of the case ${flags.case} signed and kept.`,
      `It fits ${counted(earlier.length, 'checkpoint')} signed before.`,
      ...(folder === undefined
        ? ['Next: give it to a witness on a second machine: --to FOLDER']
        : [
            `For a witness: ${folder}. On the second machine:`,
            `  anlauf evidence witness --from FOLDER --name NAME --key KEY --fingerprint ${fingerprint}`,
            'and back here:',
            `  anlauf evidence keep --case ${flags.case} --from FOLDER`,
          ]),
    ])
  },
})

/** What was signed once has to stand there for ever; signing another history would help whoever rewrote it. */
function refuseRewritten(caseId: string, prover: MerkleProver, earlier: readonly KeptNote[]): void {
  const broken = earlier.find(({ size, root }) => size > prover.size || !prover.root(size).equals(root))
  if (broken === undefined) return
  throw new AnlaufError(
    'evidence-broken',
    `The log of ${caseId} does not continue its checkpoint of ${broken.size} entries: it has ${prover.size} now, or others.`,
    {
      hint: 'Sign nothing. Leave everything as it is, copy database and home away, and compare with an export.',
    },
  )
}

/** One line for each state that a witness may have seen last: its size, then the hashes that lead on from it. */
function proofsFrom(prover: MerkleProver, earlier: readonly KeptNote[]): string {
  return earlier
    .filter(({ size }) => size < prover.size)
    .map(({ size }) => [size, ...prover.consistency(size).map((hash) => hash.toString('base64'))].join(' '))
    .map((line) => `${line}\n`)
    .join('')
}

function writeForWitness(
  folder: string,
  { note, pem, proofs }: { readonly note: string; readonly pem: string; readonly proofs: string },
): void {
  if (existsSync(folder)) {
    throw new AnlaufError('unsafe-target', `${folder} exists already.`, {
      hint: 'Name a new folder; one folder is one checkpoint.',
    })
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'proofs'), proofs)
  writeFileSync(join(folder, 'key.pem'), pem)
  // Last: a folder with a checkpoint is complete.
  writeFileSync(join(folder, 'checkpoint'), note, { flush: true })
}
