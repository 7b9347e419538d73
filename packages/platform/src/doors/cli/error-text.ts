/**
 * What a person reads when a command stops: what happened, what to do now, and the code under which
 * `docs/errors` explains more. Unknown errors keep their stack, because those are ours to mend.
 */
export function errorLines(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [`Error: ${String(thrown)}`]
  const { code, hint, retry } = thrown as { code?: unknown; hint?: unknown; retry?: unknown }
  if (typeof hint !== 'string' || typeof code !== 'string') {
    return thrown.name.startsWith('Argument') || thrown.constructor.name.endsWith('Error')
      ? [thrown.stack ?? `Error: ${thrown.message}`]
      : [`Error: ${thrown.message}`]
  }
  return [
    `Error: ${thrown.message}`,
    `What to do: ${hint}`,
    ...(retry === 'now' ? ['The same command can be run again at once.'] : []),
    ...(retry === 'later' ? ['The same command can succeed later.'] : []),
    `Code: ${code}`,
  ]
}
