import { printName } from '@anlauf/repository'

import type { Finding } from '../../../core/updates/index.ts'

/** One finding for people: where, what, and what to do. */
export function findingLines({ kind, language, found, hint }: Finding): readonly string[] {
  return [`  - ${language}, ${kind.replaceAll('-', ' ')}: ${printName(found)}`, `    ${hint}`]
}
