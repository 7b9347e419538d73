import type { AnlaufContext } from './context.ts'

export const rulesFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  variadic: true,
  brief: 'Folder with further YARA rules, beside the bundled ones (repeatable)',
  placeholder: 'folder',
} as const

/** The bundled rules and the named ones. The order does not matter: the digest is the same. */
export function ruleFolders(context: AnlaufContext, named: readonly string[] | undefined): readonly string[] {
  return [context.bundledRules, ...(named ?? [])]
}
