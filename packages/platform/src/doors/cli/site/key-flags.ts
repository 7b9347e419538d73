import { AnlaufError } from '../../../core/failure.ts'

export const jsonFlag = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const
export const rootFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'File of the offline key',
  placeholder: 'file',
} as const
export const passphraseFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'File with the passphrase of the offline key',
  placeholder: 'file',
} as const
export const reasonFlag = {
  kind: 'parsed',
  parse: parseReason,
  brief: 'Why, in a sentence that everybody may read',
  placeholder: 'text',
} as const

export const namesFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'Estate whose customers the reason may not name (default: that of the workplace)',
  placeholder: 'file',
} as const

export interface RootFlags {
  readonly root: string
  readonly passphraseFile?: string
  readonly json: boolean
}

/** It is published: one line; `requirePublicReason` looks for names of customers. */
function parseReason(text: string): string {
  if (text.trim() !== '' && text.length <= 200 && !/\p{Cc}/u.test(text)) return text.trim()
  throw new AnlaufError('input-invalid', 'The reason is empty, too long or has line breaks.', {
    hint: 'One sentence of at most 200 characters; it is published with the site.',
  })
}

export function parseFingerprint(text: string): string {
  const plain = text.replaceAll(/[:\s]/g, '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(plain)) return plain
  throw new AnlaufError('input-invalid', `"${text}" is no fingerprint.`, {
    hint: 'It has 64 hexadecimal digits; colons and spaces between them do not count.',
  })
}
