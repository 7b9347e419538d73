import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { PutResult } from '../../../../adapters/originals/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { caseFlag, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine } from '../../flags/flag-values.ts'
import { formatBytes, printJson, printLines } from '../../terminal/output.ts'
import { type CaseOriginals, itemNamed, openCaseOriginals, reasonFlag } from './access.ts'
import { openSource } from './source-file.ts'

interface AcquireFlags {
  readonly case: string
  readonly label?: string
  readonly derivedFrom?: readonly string[]
  readonly reason?: string
  readonly json: boolean
}

export const evidenceAcquire = buildCommand<AcquireFlags, readonly string[], AnlaufContext>({
  docs: {
    brief: 'Secure files as originals: hashed, encrypted, written once, recorded',
    fullDescription:
      'Reads each file once, keeps it under its SHA-256 below the home and appends who secured it and when. A file that changes meanwhile is refused. "-" reads from standard input, for instance an image that comes over ssh. Names of files are not recorded, they may be personal; give a --label. The same content again is verified, and repaired if what lies there is damaged.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      label: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Exhibit number or name to record (default: the first digits of the hash)',
        placeholder: 'text',
      },
      derivedFrom: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Hash of the original that this was made from (repeatable)',
        placeholder: 'hash',
      },
      reason: { ...reasonFlag, optional: true },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: { parse: String, brief: 'Files, or - for standard input', placeholder: 'file' },
    },
  },
  async func(flags, ...files) {
    await using opened = await openCaseOriginals(this, flags.case)
    const parent = flags.derivedFrom?.map((start) => itemNamed(opened.custody, start).sha256)
    // A wrong name is noticed before the first of many large files is read.
    for (const file of files) if (file !== '-') await (await openSource(file))[Symbol.asyncDispose]()
    const secured: (PutResult & { readonly label: string })[] = []
    for (const [place, file] of files.entries()) {
      const result = await secure(this, opened, flags.case, file)
      const label = labelOf(flags.label, files.length > 1 ? place + 1 : undefined, result.sha256)
      const { sha256, size } = result
      await opened.custody.execute(
        {
          command: 'acquire',
          items: [{ sha256, size, label }],
          ...(parent !== undefined && { parent }),
          ...(flags.reason !== undefined && { reason: flags.reason }),
        },
        signature(this),
      )
      secured.push({ ...result, label })
      if (!flags.json) printLines(this, [lineOf({ ...result, label })])
    }
    if (flags.json) printJson(this, { case: flags.case, secured })
  },
})

async function secure(
  context: AnlaufContext,
  { originals }: CaseOriginals,
  caseId: string,
  file: string,
): Promise<PutResult> {
  if (file === '-') {
    const { stdin } = context.process
    if (stdin !== undefined) return originals.put(caseId, notEmpty(stdin))
    throw nothingPiped()
  }
  await using source = await openSource(file)
  return await originals.put(caseId, checked(source))
}

/** Looked at before the end, so that a file which changed never becomes an original. */
async function* checked(source: Awaited<ReturnType<typeof openSource>>): AsyncGenerator<Uint8Array> {
  yield* source.bytes
  await source.requireUnchanged()
}

/** What sends it failed before its first byte: an empty original would look like a secured one. */
async function* notEmpty(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true
  for await (const one of bytes) {
    isEmpty &&= one.length === 0
    yield one
  }
  if (isEmpty) throw nothingPiped()
}

function nothingPiped(): AnlaufError {
  return new AnlaufError('input-invalid', 'Nothing was piped in.', {
    hint: 'Pipe the content in, each only once, or name a file. Nothing was recorded.',
  })
}

function labelOf(label: string | undefined, number: number | undefined, sha256: string): string {
  if (label === undefined) return `original ${sha256.slice(0, 12)}`
  return number === undefined ? label : `${label} ${number}`
}

const kept = {
  new: 'secured',
  known: 'known already, intact',
  repaired: 'was damaged here, repaired',
} as const

function lineOf(one: PutResult & { readonly label: string }): string {
  return `${one.sha256}  ${formatBytes(one.size)}  ${printName(one.label)}: ${kept[one.kept]}`
}
