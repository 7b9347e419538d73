/** A function of a native library; `pointer` takes a Buffer, a typed array, an address or null. */
export type ForeignFunction = (...values: unknown[]) => unknown

/** What we use of the experimental `node:ffi`; signature keys are `arguments` and `return`. */
export interface ForeignFunctions {
  /** Opens a library; null names the running program itself. */
  dlopen(
    library: string | null,
    signatures: Record<string, { arguments: readonly string[]; return: string }>,
  ): { functions: Record<string, ForeignFunction> }
  getInt32(pointer: unknown, offset?: number): number
}

/**
 * Loads `node:ffi` without its warning; undefined where Node has none or it is switched off. Whatever is built
 * on it needs another way to the same result: the module is experimental.
 */
export function foreignFunctions(): ForeignFunctions | undefined {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:ffi') as unknown as ForeignFunctions | undefined
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}
