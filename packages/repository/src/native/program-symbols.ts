import { type ForeignFunction, foreignFunctions } from '../foreign-functions.ts'

/**
 * Functions that the running program exports: Node carries libzstd and OpenSSL and lets libraries use them.
 * Undefined when one of them is missing.
 */
export function programSymbols<Names extends string>(
  signatures: Record<Names, { arguments: readonly string[]; return: string }>,
): Record<Names, ForeignFunction> | undefined {
  if (process.env['ANLAUF_NATIVE'] === 'off') return undefined
  try {
    return foreignFunctions()?.dlopen(null, signatures).functions
  } catch {
    return undefined
  }
}
