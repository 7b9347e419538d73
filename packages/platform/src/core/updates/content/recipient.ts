import type { Words } from '../../estate/index.ts'
import { AnlaufError } from '../../failure.ts'
import type { ContentKind } from '../../messages/index.ts'
import { recipientSlotsIn } from '../slots.ts'
import { looksSecret } from './secrets.ts'

/**
 * What the delivery fills in for one recipient; it never reaches the evidence log. There is no slot for a secret: a
 * user name and a secret cannot stand in one message.
 */
const slots: Readonly<Partial<Record<ContentKind, readonly string[]>>> = {
  credentials: ['account', 'channel', 'valid-until'],
  'call-script': ['known-data', 'code'],
}

export function recipientSlotNames(kind: ContentKind): readonly string[] {
  return slots[kind] ?? []
}

/**
 * A text for one recipient. Throws `input-invalid` when a slot is left open, a value is no line of text, or looks
 * like a secret beside a user name.
 */
export function filledForRecipient(
  kind: ContentKind,
  text: Words,
  values: Readonly<Record<string, string>>,
): Words {
  const wanted = recipientSlotNames(kind)
  for (const name of new Set([...recipientSlotsIn(text.de), ...recipientSlotsIn(text.en)])) {
    const value = wanted.includes(name) ? values[name] : undefined
    if (value === undefined || value.trim() === '' || /[\p{Cc}\p{Bidi_Control}{}]/u.test(value)) {
      throw new AnlaufError(
        'input-invalid',
        `The slot {to:${name}} has no line of text for this recipient.`,
        {
          hint: `Give each of: ${wanted.join(', ')}.`,
        },
      )
    }
    if (kind === 'credentials' && name !== 'valid-until' && looksSecret(value)) {
      throw new AnlaufError('gate-closed', `What fills {to:${name}} looks like a secret.`, {
        hint: 'A secret and a user name never stand in one message. Send the secret by the other channel.',
      })
    }
  }
  const fill = (one: string): string =>
    one.replaceAll(/\{to:([a-z-]{1,40})\}/g, (whole, name: string) => values[name] ?? whole)
  return { de: fill(text.de), en: fill(text.en) }
}
