import { createHash } from 'node:crypto'

import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { maxListBytes, readSubscriberList } from '../../../core/subscriptions/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { readInputFile } from '../access/input-file.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openSubscriptions } from './access.ts'

interface ImportFlags {
  readonly case: string
  readonly estate: string
  readonly dryRun: boolean
  readonly json: boolean
}

export const subscriptionImport = buildCommand<ImportFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Subscribe everybody of a list, whose consents are on record',
    fullDescription:
      'CSV with a first line "address,language,kinds,services,consent"; address and consent must be there. A list with one wrong line imports nothing. Who is subscribed already stays as they chose, who ended it stays out. --dry-run says what would happen.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      dryRun: { kind: 'boolean', default: false, brief: 'Say what would happen, change nothing' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The list', parse: String, placeholder: 'file.csv' }],
    },
  },
  async func(flags, file) {
    const services = readEstateFile(flags.estate).services.map(({ id }) => id)
    const bytes = readInputFile(file, { what: 'list of subscribers', maxBytes: maxListBytes })
    const { listed, problems } = readSubscriberList(textOf(bytes, file), services)
    const [first] = problems
    if (first !== undefined) throw wrongLines(file, problems)
    await using desk = await openSubscriptions(this, flags.case)
    const counts = { added: 0, subscribedAlready: 0, saidNo: 0 }
    await desk.database
      .transaction(async (session) => {
        for (const { address, scope, consent } of listed) {
          const before = this.now()
          const command = { command: 'add', address, scope, source: 'import', consent } as const
          const done = await desk.subscriptions.byAddress(flags.case, command, before, session)
          if ('refused' in done) counts.saidNo += 1
          else if (done.subscription.confirmedAt === before.toISOString()) counts.added += 1
          else counts.subscribedAlready += 1
        }
        if (flags.dryRun) throw new DryRun()
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        await desk.record(session, 'subscription.imported', { list: sha256, ...counts })
      })
      .catch((error: unknown) => {
        if (!isDryRun(error)) throw error
      })
    if (flags.json) return printJson(this, { case: flags.case, dryRun: flags.dryRun, ...counts })
    printLines(this, [
      `${flags.dryRun ? 'Would be subscribed' : 'Subscribed'}: ${counted(counts.added, 'address', 'addresses')}.`,
      `Subscribed already: ${counts.subscribedAlready}. Ended it themselves, stay out: ${counts.saidNo}.`,
      ...(flags.dryRun ? ['Nothing was changed.'] : []),
    ])
  },
})

/** Rolls back what was tried. */
class DryRun extends Error {}

/** The database wraps what it does not know. */
function isDryRun(error: unknown): boolean {
  return error instanceof Error && (error instanceof DryRun || error.cause instanceof DryRun)
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${file} is not UTF-8.`, {
      hint: 'Save it as CSV in UTF-8; a table program calls it "CSV UTF-8".',
      cause,
    })
  }
}

function wrongLines(
  file: string,
  problems: readonly { readonly line: number; readonly problem: string }[],
): AnlaufError {
  const points = problems.slice(0, 50).map(({ line, problem }) => `${file}:${line}: ${problem}`)
  return new AnlaufError('input-invalid', `${points[0]} (${counted(problems.length, 'problem')} in all)`, {
    hint: 'Nobody was subscribed. Mend the lines and import again; --json shows the first 50.',
    context: { points },
  })
}
