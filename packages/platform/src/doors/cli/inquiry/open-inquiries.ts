import {
  type Acting,
  type Database,
  type InquiryDesk,
  inquiryDesk,
} from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type DeskHours, readReference } from '../../../core/inquiries/index.ts'
import type { OutsidePlace } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { databaseLocation } from '../access/stores.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine } from '../flags/flag-values.ts'
import { readWorkplace } from '../up/workplace-file.ts'
import { deskOptions } from './desk-options.ts'

/** Flags of every command of the desk. */
export interface InquiryFlags {
  readonly estate?: string
  readonly json: boolean
}

export const inquiryFlags = {
  estate: { ...estateFlag, optional: true, brief: 'Estate file (default: that of the workplace)' },
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

export const personFlag = {
  kind: 'parsed',
  parse: parseLine,
  optional: true,
  brief: 'Who acts (default: this account)',
  placeholder: 'name',
} as const

export const answerFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Id of the answer',
  placeholder: 'id',
} as const

export const referenceFlag = {
  kind: 'parsed',
  parse: parseReference,
  brief: 'Number of the inquiry, as people say it on the telephone',
  placeholder: 'number',
} as const

export interface OpenInquiries extends AsyncDisposable {
  readonly database: Database
  readonly desk: InquiryDesk
  readonly hours: () => DeskHours
  readonly estate: Estate
  readonly place: OutsidePlace | undefined
  readonly mailFile: string | undefined
}

/** The desk on the database of the home. Throws `input-invalid` when nobody says whose working days count. */
export async function openInquiries(context: AnlaufContext, flags: InquiryFlags): Promise<OpenInquiries> {
  const workplace = readWorkplace(context.home, undefined)
  const file = flags.estate ?? workplace?.estate
  if (file === undefined) {
    throw new AnlaufError('input-invalid', 'Nobody said whose working days and customers these are.', {
      hint: 'Give --estate FILE, or put anlauf.yaml into the home.',
    })
  }
  const estate = readEstateFile(file)
  const place = workplace?.outside
  const options = deskOptions(context, { estate: () => estate, place, mailFile: workplace?.mail })
  const database = await context.openDatabase(databaseLocation(context))
  return {
    database,
    desk: inquiryDesk(database, options),
    hours: options.hours,
    estate,
    place,
    mailFile: workplace?.mail,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

export function acting(context: AnlaufContext, person: string | undefined): Acting {
  const { actor, at } = signature(context, person)
  return { person: actor, at }
}

export function parseReference(text: string): string {
  const reference = readReference(text)
  if (reference !== undefined) return reference
  throw new AnlaufError('input-invalid', `"${text}" is no number of an inquiry.`, {
    hint: 'Nine letters and digits such as 7K3M-9QXZ-T; one of them was misheard. "anlauf inquiry list" shows all.',
  })
}

export function parseReferences(text: string): readonly string[] {
  return [...new Set(text.split(',').map(parseReference))]
}
