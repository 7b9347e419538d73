import type { LegalProfile, Words } from '../estate/index.ts'
import type { Duty } from './duty.ts'

/** Whether a rule holds for somebody; what the profile does not say is unknown, and unknown is not "no". */
export type Applies =
  | { readonly applies: 'yes' }
  | { readonly applies: 'unknown'; readonly unanswered: readonly string[] }
  | { readonly applies: 'no'; readonly because: Words }

/** Holds a rule's conditions against the legal profile, and its days of validity against the day of the event. */
export function appliesTo(duty: Duty, profile: LegalProfile, day: string): Applies {
  const reason = untimely(duty, day)
  if (reason !== undefined) return { applies: 'no', because: reason }
  const unanswered: string[] = []
  for (const { field, is, otherwise } of duty.conditions) {
    const answer = profile[field]
    if (answer === undefined) unanswered.push(field)
    else if (!is.includes(answer)) return { applies: 'no', because: otherwise }
  }
  return unanswered.length === 0 ? { applies: 'yes' } : { applies: 'unknown', unanswered }
}

/** Days compare as text. */
function untimely({ pending, validFrom, validTo }: Duty, day: string): Words | undefined {
  if (pending) return { de: 'noch kein geltendes Recht', en: 'not law yet' }
  if (validFrom !== undefined && day < validFrom) {
    return { de: `gilt erst ab ${validFrom}`, en: `applies from ${validFrom} on only` }
  }
  if (validTo === undefined || day <= validTo) return undefined
  return { de: `galt nur bis ${validTo}`, en: `applied until ${validTo} only` }
}
