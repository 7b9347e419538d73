/** A thrown value as a result: one layer that fails must not keep the others from being made. */
export function asFailure(error: unknown): { code: string; message: string; hint: string } {
  const { code, hint } = error as { code?: unknown; hint?: unknown }
  return {
    code: typeof code === 'string' ? code : 'unknown',
    message: error instanceof Error ? error.message : String(error),
    hint: typeof hint === 'string' ? hint : 'See the message; run the same command again once it is mended.',
  }
}
