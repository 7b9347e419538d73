import type { AnlaufContext } from '../context.ts'
import { currentRules } from './rule-store.ts'

export const rulesFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  brief: 'Folder with further YARA rules, beside the bundled ones (repeatable)',
  placeholder: 'folder',
} as const

/** The bundled rules, those taken over by `scan rules update`, and the named ones. The order does not matter: the digest is the same. */
export function ruleFolders(context: AnlaufContext, named: readonly string[] | undefined): readonly string[] {
  const current = currentRules(context.home)
  return [context.bundledRules, ...(current === undefined ? [] : [current]), ...(named ?? [])]
}
