import { messages } from '../../../platform/src/core/messages/index.ts'
import type { Language } from './language.tsx'

/** What the public is told of a service, in the very words of the public site. */
export function publishedStates(language: Language, state: string): string {
  const states: Readonly<Record<string, string>> = messages[language].states
  return states[state] ?? state
}
