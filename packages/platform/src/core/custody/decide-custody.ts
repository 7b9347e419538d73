import { AnlaufError } from '../failure.ts'
import type { CustodyEvent, OriginalOutcome } from './custody-event.ts'
import { type CustodyLog, erasureSigners, type Item, isErasureAgreed, withCustody } from './custody-log.ts'
import { isErasureSignedBy } from './erasure.ts'

/** What somebody wants to do with originals. */
export type CustodyCommand =
  | {
      readonly command: 'acquire'
      readonly items: readonly { readonly sha256: string; readonly size: number; readonly label: string }[]
      readonly parent?: readonly string[]
      readonly reason?: string
    }
  | {
      readonly command: 'verify'
      readonly found: readonly { readonly sha256: string; readonly outcome: OriginalOutcome }[]
    }
  | { readonly command: 'access'; readonly sha256: string; readonly reason: string }
  | {
      readonly command: 'transfer'
      readonly sha256: string
      readonly to: string
      readonly seal?: string
      readonly reason: string
    }
  | { readonly command: 'hold'; readonly sha256: string; readonly reason: string }
  | { readonly command: 'liftHold'; readonly sha256: string; readonly reason: string }
  | {
      readonly command: 'erase'
      readonly sha256: string
      readonly reason: string
      readonly person: string
      readonly signature: string
    }
  | ({ readonly command: 'export' } & Omit<Extract<CustodyEvent, { type: 'log.exported' }>, 'type'>)

/** The events of a command. Throws `input-invalid`, `not-found` or `gate-closed` for what may not be. Pure. */
export function decideCustody(log: CustodyLog, command: CustodyCommand): readonly CustodyEvent[] {
  switch (command.command) {
    case 'acquire':
      return acquire(log, command)
    case 'verify':
      return command.found.map(({ sha256, outcome }) => {
        itemOf(log, sha256)
        return { type: 'original.verified', sha256, outcome }
      })
    case 'access':
      return [
        { type: 'original.accessed', sha256: readable(log, command.sha256).sha256, note: command.reason },
      ]
    case 'transfer': {
      const { command: _command, reason: note, ...fact } = command
      readable(log, command.sha256)
      return [{ type: 'original.transferred', ...fact, note }]
    }
    case 'hold':
      readable(log, command.sha256)
      return [{ type: 'original.held', sha256: command.sha256, note: command.reason }]
    case 'liftHold':
      return liftHold(log, command)
    case 'erase':
      return erase(log, command)
    case 'export': {
      const { command: _command, ...fact } = command
      for (const sha256 of fact.originals) readable(log, sha256)
      return [
        ...fact.originals.map((sha256): CustodyEvent => ({
          type: 'original.accessed',
          sha256,
          note: fact.note ?? 'export of the log',
        })),
        { type: 'log.exported', ...fact },
      ]
    }
  }
}

type Of<Name extends CustodyCommand['command']> = Extract<CustodyCommand, { readonly command: Name }>

function acquire(log: CustodyLog, { items, parent, reason }: Of<'acquire'>): readonly CustodyEvent[] {
  if (log.case.status === 'none') refuse('No case was declared.', 'Declare the case first.')
  for (const sha256 of parent ?? []) readable(log, sha256)
  return items.map((item): CustodyEvent => ({
    type: 'original.acquired',
    ...item,
    ...(parent !== undefined && { parent }),
    ...(reason !== undefined && { note: reason }),
  }))
}

function liftHold(log: CustodyLog, { sha256, reason }: Of<'liftHold'>): readonly CustodyEvent[] {
  const item = readable(log, sha256)
  if (item.heldBecause === undefined) refuse(`${item.label} is not held.`, 'Nothing has to be done.')
  return [{ type: 'original.holdLifted', sha256, note: reason }]
}

function erase(log: CustodyLog, command: Of<'erase'>): readonly CustodyEvent[] {
  const { sha256, reason, person, signature } = command
  const item = readable(log, sha256)
  if (item.heldBecause !== undefined) {
    throw new AnlaufError('gate-closed', `${item.label} is held: ${item.heldBecause}`, {
      hint: 'Lift the hold first, if whoever asked for it agrees: anlauf evidence originals hold --lift.',
    })
  }
  const approver = log.case.approvers.get(person)
  if (approver === undefined) {
    refuse(
      `${person} is not registered as approver.`,
      `Registered: ${[...log.case.approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    )
  }
  const { role, keyId, publicKey } = approver
  if (!isErasureSignedBy({ case: log.case.id, sha256, reason, person, role }, signature, publicKey)) {
    refuse(`The signature is not that of ${person}.`, 'Sign with the registered key.')
  }
  const same = erasureSigners(log, item, reason)
  if (same.some((other) => other.person === person || other.keyId === keyId)) {
    refuse(`${person}, or the same key, signed this already.`, 'A second person with an own key has to sign.')
  }
  const signed: CustodyEvent = {
    type: 'original.erasureSigned',
    sha256,
    person,
    role,
    keyId,
    signature,
    note: reason,
  }
  const after = withCustody(log, signed, '').items.get(sha256)
  const isAgreed = after !== undefined && isErasureAgreed(log, after, reason)
  return isAgreed ? [signed, { type: 'original.erased', sha256, note: reason }] : [signed]
}

/** Throws `not-found` for what the log does not know. */
function itemOf(log: CustodyLog, sha256: string): Item {
  const item = log.items.get(sha256)
  if (item !== undefined) return item
  throw new AnlaufError('not-found', `The case ${log.case.id} has no original ${sha256}.`, {
    hint: 'See them with "anlauf evidence originals list".',
  })
}

function readable(log: CustodyLog, sha256: string): Item {
  const item = itemOf(log, sha256)
  if (item.erasedBecause === undefined) return item
  throw new AnlaufError('not-found', `${item.label} (${sha256}) was erased: ${item.erasedBecause}`, {
    hint: 'Its key is gone; it cannot be read any more. The log shows who agreed to that.',
  })
}

function refuse(message: string, hint: string): never {
  throw new AnlaufError('input-invalid', message, { hint })
}
