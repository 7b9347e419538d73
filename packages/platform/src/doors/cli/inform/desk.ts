import { printName } from '@anlauf/repository'

import type { Approver } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { followTellings } from '../../../core/response/index.ts'
import { type DeskSession, type DraftState, openDesk } from '../../../core/updates/index.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine } from '../flags/flag-values.ts'
import { readPrivateKey, type SigningKey } from '../access/private-key-file.ts'
import type { Stores } from '../access/stores.ts'

/** Where every command of the desk works. */
export interface DeskFlags {
  readonly case: string
  readonly estate: string
  readonly json: boolean
}

export const deskFlags = {
  case: caseFlag,
  estate: estateFlag,
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

export const updateFlag = {
  kind: 'parsed',
  parse: parseLine,
  brief: 'Name of the update while it is worked on, for instance day-2-noon',
  placeholder: 'name',
} as const

export const signerFlags = {
  person: { kind: 'parsed', parse: parseLine, brief: 'Who signs, as registered', placeholder: 'name' },
  key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
  dryRun: { kind: 'boolean', default: false, brief: 'Show what would be signed, sign nothing' },
} as const

/** Opens the desk of a declared case. Throws `not-found` with the place where was looked. */
export async function openDeclaredDesk(
  context: AnlaufContext,
  stores: Stores,
  flags: DeskFlags,
): Promise<DeskSession> {
  const session = await openDesk(
    stores.log,
    flags.case,
    readEstateFile(flags.estate),
    followTellings(flags.case),
  )
  if (session.desk.case.status === 'none') throw noCase(context, flags.case)
  return session
}

/** Throws `not-found` with the drafts there are. */
export function draftNamed({ desk }: DeskSession, update: string): DraftState {
  const found = desk.drafts.get(update)
  if (found !== undefined) return found
  throw new AnlaufError('not-found', `There is no draft "${printName(update)}".`, {
    hint: `Drafts: ${[...desk.drafts.keys()].join(', ') || 'none'}. Make one with "anlauf inform draft".`,
  })
}

/** The registered person with the key of the file, which has to be the registered one. */
export function signerOf(
  context: AnlaufContext,
  { desk }: Pick<DeskSession, 'desk'>,
  flags: { readonly person: string; readonly key: string },
): Approver & SigningKey {
  const approver = desk.case.approvers.get(flags.person)
  if (approver === undefined) {
    throw new AnlaufError('input-invalid', `${printName(flags.person)} is not registered as approver.`, {
      hint: `Registered: ${[...desk.case.approvers.keys()].map(printName).join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    })
  }
  const signing = readPrivateKey(context, flags.key)
  if (approver.keyId === signing.fingerprint) return { ...approver, ...signing }
  throw new AnlaufError(
    'input-invalid',
    `${flags.key} is not the key that was registered for ${printName(flags.person)}.`,
    { hint: `Registered is ${approver.keyId}, the file holds ${signing.fingerprint}. Nothing was signed.` },
  )
}
