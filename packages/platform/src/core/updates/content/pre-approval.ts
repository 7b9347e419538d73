import type { Estate } from '../../estate/index.ts'
import { AnlaufError } from '../../failure.ts'
import { reviewDraft } from '../decide-draft.ts'
import { initialDesk } from '../desk.ts'
import { parseDraftFile } from '../draft-file.ts'
import { type Draft, draftHash, isPreApproved } from '../draft.ts'
import type { Finding } from '../checks/finding.ts'
import type { Signature } from '../signed.ts'

/**
 * A text with its signatures, kept where the house's systems are not: made before any incident, let out by one person
 * in it. The text is the file as it was typed; who reads the paper can read it.
 */
export interface PreApproval {
  readonly kind: 'anlauf-pre-approval'
  readonly version: 1
  readonly update: string
  readonly text: string
  readonly signatures: readonly Signature[]
}

/** The draft of a text that can be approved beforehand, with everything that speaks against it. */
export function reviewTemplate(
  update: string,
  text: string,
  estate: Estate,
  now: Date,
): { readonly draft: Draft; readonly contentHash: string; readonly findings: readonly Finding[] } {
  const typed = parseDraftFile(update, text)
  if (!isPreApproved(typed)) {
    throw new AnlaufError(
      'input-invalid',
      `A text of the kind "${typed.kind}" cannot be approved beforehand.`,
      {
        hint: 'Only "kind: holding" can: all it says of a case comes from facts. Print it with "anlauf inform template holding".',
      },
    )
  }
  const { draft, problem, findings } = reviewDraft(initialDesk(''), typed, { estate, now })
  if (problem !== undefined) {
    throw new AnlaufError('input-invalid', problem.message, { hint: problem.hint })
  }
  return { draft, contentHash: draftHash('', draft, new Map()), findings }
}

/** Throws `input-invalid` for a file that is none. Whether its signatures count, the case decides. */
export function parsePreApproval(text: string): PreApproval {
  const value = jsonOf(text)
  if (isPreApproval(value)) return value
  throw new AnlaufError('input-invalid', 'This is no file of approvals given beforehand.', {
    hint: 'Make one with "anlauf inform pre-approve".',
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isPreApproval(value: unknown): value is PreApproval {
  if (typeof value !== 'object' || value === null) return false
  const { kind, version, update, text, signatures } = value as Partial<PreApproval>
  return (
    kind === 'anlauf-pre-approval' &&
    version === 1 &&
    typeof update === 'string' &&
    typeof text === 'string' &&
    Array.isArray(signatures) &&
    signatures.length <= 20 &&
    signatures.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        (['person', 'role', 'keyId', 'contentHash', 'signature'] as const).every(
          (field) => typeof (one as Partial<Signature>)[field] === 'string',
        ),
    )
  )
}
