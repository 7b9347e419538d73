import { ArgumentScannerError, formatMessageForArgumentScannerError } from '@stricli/core'

import type { Finding } from '../../../core/updates/index.ts'
import { findingLines } from '../inform/findings.ts'

/**
 * What a person reads when a command stops: what happened, what to do now, and the code under which
 * `docs/errors` explains more. Unknown errors keep their stack, because those are ours to mend.
 */
export function errorLines(thrown: unknown): string[] {
  if (thrown instanceof SuppressedError) return linesOfBoth(thrown)
  if (!(thrown instanceof Error)) return [`Error: ${String(thrown)}`]
  if (thrown.name === 'AbortError') return [`Error: ${thrown.message}`, ...afterStop]
  const { code, hint, retry } = thrown as { code?: unknown; hint?: unknown; retry?: unknown }
  if (typeof hint !== 'string' || typeof code !== 'string') {
    return thrown.name.startsWith('Argument') || thrown.constructor.name.endsWith('Error')
      ? [thrown.stack ?? `Error: ${thrown.message}`]
      : [`Error: ${thrown.message}`]
  }
  return [
    `Error: ${thrown.message}`,
    ...pointsOf(thrown),
    `What to do: ${hint}`,
    ...(retry === 'now' ? ['The same command can be run again at once.'] : []),
    ...(retry === 'later' ? ['The same command can succeed later.'] : []),
    `Code: ${code}`,
  ]
}

/** What went wrong first says what to do; what then went wrong while leaving is mentioned. */
function linesOfBoth({ suppressed, error }: SuppressedError): string[] {
  const later = error instanceof Error ? error.message : String(error)
  const [first = 'Error', ...lines] = errorLines(suppressed)
  return [first, `While leaving, this happened too: ${later}`, ...lines]
}

const afterStop = [
  'What to do: nothing is lost, what was finished is kept. Start the same command again to go on.',
  'Code: aborted',
]

/** A mistake in the command line itself: which argument, and what would be right. No stack. */
export function argumentErrorLines(thrown: unknown): string[] {
  if (thrown instanceof ArgumentScannerError) {
    const { exception } = thrown as { exception?: unknown }
    const hint = hintOf(exception) ?? 'Run the command with --help to see its arguments.'
    return [`Error: ${formatMessageForArgumentScannerError(thrown, {})}`, `What to do: ${hint}`]
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return [`Error: ${message}.`, 'What to do: Run the command with --help to see its arguments.']
}

/** What is missing, one point a line: people tick it off. */
function pointsOf(thrown: Error): string[] {
  const { code, context } = thrown as {
    code?: unknown
    context?: { missing?: unknown; findings?: readonly Finding[] }
  }
  if (Array.isArray(context?.findings)) return context.findings.flatMap(findingLines)
  if (code !== 'gate-closed' || !Array.isArray(context?.missing)) return []
  return context.missing.map((point) => `  - missing: ${String(point)}`)
}

function hintOf(exception: unknown): string | undefined {
  if (typeof exception !== 'object' || exception === null || !('hint' in exception)) return undefined
  return typeof exception.hint === 'string' ? exception.hint : undefined
}
