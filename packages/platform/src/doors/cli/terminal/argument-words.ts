import type {
  AliasNotFoundError,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from '@stricli/core'

import { saidIn } from '../../../core/failure-words/index.ts'

/** The command library speaks English; these are its nine complaints about a command line, in German. */
export const germanArguments = {
  FlagNotFoundError: ({ input, corrections }: FlagNotFoundError) =>
    `--${input} gibt es hier nicht${corrections.length === 0 ? '' : `; meinten Sie ${corrections.map((one) => `--${one}`).join(' oder ')}?`}`,
  AliasNotFoundError: ({ input }: AliasNotFoundError) => `-${input} gibt es hier nicht`,
  ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input, exception }: ArgumentParseError) =>
    `„${input}“ passt nicht zu ${name}: ${exception instanceof Error ? saidIn('de', exception.message) : String(exception)}`,
  EnumValidationError: ({ externalFlagName, input, values }: EnumValidationError) =>
    `„${input}“ passt nicht zu --${externalFlagName}; es nimmt ${values.join(', ')}`,
  UnsatisfiedFlagError: ({ externalFlagName, nextFlagName }: UnsatisfiedFlagError) =>
    `zu --${externalFlagName} fehlt der Wert${nextFlagName === undefined ? '' : `; danach kam gleich --${nextFlagName}`}`,
  UnexpectedPositionalError: ({ expectedCount, input }: UnexpectedPositionalError) =>
    `„${input}“ ist zu viel; der Befehl nimmt ${expectedCount} ${expectedCount === 1 ? 'Angabe' : 'Angaben'} ohne Namen`,
  UnsatisfiedPositionalError: ({ placeholder }: UnsatisfiedPositionalError) => `es fehlt: ${placeholder}`,
  InvalidNegatedFlagSyntaxError: ({ externalFlagName, valueText }: InvalidNegatedFlagSyntaxError) =>
    `--${externalFlagName} nimmt keinen Wert, hier steht „${valueText}“`,
  UnexpectedFlagError: ({ externalFlagName, previousInput, input }: UnexpectedFlagError) =>
    `--${externalFlagName} steht zweimal: „${previousInput}“ und „${input}“`,
} as const

/** A word that is no command, and what is spelled like it. */
export function noSuchCommand({
  input,
  corrections,
}: {
  input: string
  corrections: readonly string[]
}): string {
  const meant = corrections.length === 0 ? '' : `; meinten Sie ${corrections.join(' oder ')}?`
  return `Den Befehl „${input}“ gibt es nicht${meant}`
}
