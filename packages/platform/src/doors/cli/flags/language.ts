import type { AnlaufContext } from '../context.ts'

export type Language = 'de' | 'en'

/** Set once for a shell: every command speaks so, and says so why it stopped. */
const variable = 'ANLAUF_LANGUAGE'

/** The flag of every command that speaks to people in both languages. */
export const languageFlag = {
  kind: 'parsed',
  parse(this: AnlaufContext, input: string): Language {
    const said = input === variable ? languageOfShell(this.process.env) : input
    if (said === 'de' || said === 'en') return said
    throw new SyntaxError(`Expected "de" or "en", got ${JSON.stringify(said.slice(0, 40))}`)
  },
  default: variable,
  brief: 'Language: en or de (without it what the shell says, else en)',
  placeholder: 'en|de',
} as const

/** In what language a command line is answered when it stops; it may stop because this very flag is wrong. */
export function languageOf(
  inputs: readonly string[],
  env: Readonly<Partial<Record<string, string>>>,
): Language {
  const at = inputs.findLastIndex((input) => input === '--language' || input.startsWith('--language='))
  const typed = inputs[at]?.startsWith('--language=') === true ? inputs[at].slice(11) : inputs[at + 1]
  if (at >= 0 && (typed === 'de' || typed === 'en')) return typed
  return languageOfShell(env)
}

/** "de_DE.UTF-8" is German as well; what is neither is English, as everything was before anybody set it. */
function languageOfShell(env: Readonly<Partial<Record<string, string>>>): Language {
  return /^de(?![a-z])/i.test(env[variable] ?? '') ? 'de' : 'en'
}
