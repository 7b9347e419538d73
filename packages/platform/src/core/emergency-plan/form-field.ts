/** What a person fills in. Without a kind it is one line of text. */
export interface FormField {
  readonly name: string
  readonly kind: FieldKind
}

export const fieldKinds = ['text', 'time', 'number', 'yes-no', 'sha256'] as const
export type FieldKind = (typeof fieldKinds)[number]

/** A field as a plan has it: `reference`, or with its kind `submitted-at time`. Undefined when it is none. */
export function fieldOf(written: string): FormField | undefined {
  const [name = '', kind = 'text', ...rest] = written.trim().split(/\s+/)
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name) || rest.length > 0 || chainNames.has(name)) return undefined
  const known = fieldKinds.find((one) => one === kind)
  return known === undefined ? undefined : { name, kind: known }
}

/** An entry of the log carries these itself, and nothing inside it may. */
const chainNames: ReadonlySet<string> = new Set(['seq', 'prev'])

/** Why a value does not fit its field, as what would fit; undefined when it does. */
export function wrongValue({ kind }: FormField, value: string): string | undefined {
  return fits[kind](value) ? undefined : wanted[kind]
}

const fits: Readonly<Record<FieldKind, (value: string) => boolean>> = {
  text: (value) =>
    value.trim() !== '' &&
    value.length <= 500 &&
    value.isWellFormed() &&
    !/[\p{Cc}\u2028\u2029]/u.test(value),
  time: (value) => /(?:Z|[+-]\d\d:?\d\d)$/.test(value) && !Number.isNaN(new Date(value).getTime()),
  number: (value) => /^\d{1,15}$/.test(value),
  'yes-no': (value) => value === 'yes' || value === 'no',
  sha256: (value) => /^[0-9a-f]{64}$/.test(value),
}

const wanted: Readonly<Record<FieldKind, string>> = {
  text: 'one line of at most 500 characters',
  time: 'a time with zone, such as 2026-11-23T03:00:00Z',
  number: 'a whole number',
  'yes-no': 'yes or no',
  sha256: '64 hexadecimal digits, as sha256sum prints them',
}
