import { buildCommand } from '@stricli/core'

import { authorities, type AuthorityId } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  csvOf,
  type RegisterKind,
  registerKinds,
  type RegisterLine,
  registerOf,
} from '../../../phases/comply/index.ts'
import { openStores } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { caseFlag } from '../case/access.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'

interface RegisterFlags extends Omit<DutyFlags, 'case'> {
  readonly case?: string
  readonly kind: RegisterKind
  readonly authority?: AuthorityId
}

export const dutyRegister = buildCommand<RegisterFlags, [], AnlaufContext>({
  docs: {
    brief: 'A register as CSV or JSON: breaches (Art. 33(5)), submissions, rationales, complaints, telecom',
    fullDescription:
      'Made from the logs of all cases, or of one with --case; nothing is entered by hand. CSV on stdout, JSON with --json. --authority shows what concerns one recipient.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      case: { ...caseFlag, optional: true },
      kind: { kind: 'enum', values: registerKinds, default: 'submissions', brief: 'Which register' },
      authority: {
        kind: 'parsed',
        parse: parseAuthority,
        optional: true,
        brief: `Only for this recipient: ${Object.keys(authorities).join(', ')}`,
        placeholder: 'id',
      },
    },
  },
  async func(flags) {
    const lines: RegisterLine[] = []
    for (const id of flags.case === undefined ? await allCases(this) : [flags.case]) {
      // Cases are read one after the other: one database at a time is open.
      await using desk = await openDutyDesk(this, { ...flags, case: id })
      const { language, authority } = flags
      lines.push(
        ...registerOf(flags.kind, desk.base(), desk.filings.log, {
          language,
          ...(authority !== undefined && { authority }),
        }),
      )
    }
    if (flags.json) return printJson(this, { register: flags.kind, lines })
    if (lines.length === 0) return printLines(this, [])
    this.process.stdout.write(csvOf(lines))
  },
})

async function allCases(context: AnlaufContext): Promise<readonly string[]> {
  await using stores = await openStores(context)
  return await Array.fromAsync(stores.caseIds())
}

function parseAuthority(text: string): AuthorityId {
  if (Object.hasOwn(authorities, text)) return text as AuthorityId
  throw new AnlaufError('input-invalid', `"${text}" is no recipient.`, {
    hint: `Choose of: ${Object.keys(authorities).join(', ')}.`,
  })
}
