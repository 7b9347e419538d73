import type { EntryDraft } from '../../../src/core/evidence/index.ts'

const digest = (letter: string): string => letter.repeat(64)

/** An event of ordinary size, about 560 bytes: one of five thousand tenants was scanned. */
export function scanned(number: number): EntryDraft {
  const unit = `tenant-${number % 5000}`
  return {
    at: new Date(1_773_208_800_000 + number).toISOString(),
    actor: 'engine',
    action: 'verify',
    kind: 'unit.scanned',
    object: unit,
    data: {
      unit,
      manifestDigest: digest('a'),
      ruleSetDigest: digest('b'),
      files: 1234,
      clean: 1230,
      held: number,
    },
  }
}
