import { ArgumentScannerError, formatMessageForArgumentScannerError } from '@stricli/core'

import { saidIn } from '../../../core/failure-words/index.ts'
import type { Finding } from '../../../core/updates/index.ts'
import type { Language } from '../flags/language.ts'
import { findingLines } from '../inform/findings.ts'
import { germanArguments } from './argument-words.ts'
import { stopWords } from './stop-words.ts'

/**
 * What a person reads when a command stops: what happened, what to do now, and the code under which
 * `docs/errors` explains more. Unknown errors keep their stack, because those are ours to mend.
 */
export function errorLines(thrown: unknown, language: Language = 'en'): string[] {
  const words = stopWords[language]
  if (thrown instanceof SuppressedError) return linesOfBoth(thrown, language)
  if (!(thrown instanceof Error)) return [`${words.error}: ${String(thrown)}`]
  if (thrown.name === 'AbortError') {
    return [`${words.error}: ${thrown.message}`, `${words.whatToDo}: ${words.afterStop}`, 'Code: aborted']
  }
  const { code, hint, retry } = thrown as { code?: unknown; hint?: unknown; retry?: unknown }
  if (typeof hint !== 'string' || typeof code !== 'string') {
    return thrown.name.startsWith('Argument') || thrown.constructor.name.endsWith('Error')
      ? [thrown.stack ?? `${words.error}: ${thrown.message}`]
      : [`${words.error}: ${thrown.message}`]
  }
  return [
    `${words.error}: ${saidIn(language, thrown.message)}`,
    ...pointsOf(thrown, language),
    `${words.whatToDo}: ${saidIn(language, hint)}`,
    ...(retry === 'now' ? [words.atOnce] : []),
    ...(retry === 'later' ? [words.later] : []),
    `Code: ${code}`,
  ]
}

/** What went wrong first says what to do; what then went wrong while leaving is mentioned. */
function linesOfBoth({ suppressed, error }: SuppressedError, language: Language): string[] {
  const later = error instanceof Error ? saidIn(language, error.message) : String(error)
  const words = stopWords[language]
  const [first = words.error, ...lines] = errorLines(suppressed, language)
  return [first, words.whileLeaving(later), ...lines]
}

/** A mistake in the command line itself: which argument, and what would be right. No stack. */
export function argumentErrorLines(thrown: unknown, language: Language = 'en'): string[] {
  const words = stopWords[language]
  if (thrown instanceof ArgumentScannerError) {
    const { exception } = thrown as { exception?: unknown }
    const hint = hintOf(exception)
    const message = formatMessageForArgumentScannerError(thrown, language === 'de' ? germanArguments : {})
    return [
      `${words.error}: ${message}`,
      `${words.whatToDo}: ${hint === undefined ? words.help : saidIn(language, hint)}`,
    ]
  }
  const message = thrown instanceof Error ? saidIn(language, thrown.message) : String(thrown)
  return [`${words.error}: ${message}.`, `${words.whatToDo}: ${words.help}`]
}

/** What is missing, one point a line: people tick it off. */
function pointsOf(thrown: Error, language: Language): string[] {
  const { code, context } = thrown as {
    code?: unknown
    context?: { missing?: unknown; findings?: readonly Finding[] }
  }
  if (Array.isArray(context?.findings)) {
    return context.findings.flatMap((one) => findingLines({ ...one, hint: saidIn(language, one.hint) }))
  }
  if (code !== 'gate-closed' || !Array.isArray(context?.missing)) return []
  return context.missing.map(
    (point) => `  - ${stopWords[language].missing}: ${saidIn(language, String(point))}`,
  )
}

function hintOf(exception: unknown): string | undefined {
  if (typeof exception !== 'object' || exception === null || !('hint' in exception)) return undefined
  return typeof exception.hint === 'string' ? exception.hint : undefined
}
