import { printName } from '@anlauf/repository'

import { type FactValue, type Field, type SheetFact, shownValue } from '../../../core/facts/index.ts'
import { factSheetWords } from '../../../core/messages/index.ts'
import type { Language } from '../clocks/words.ts'

/** A value as lines that a terminal can show. */
export function valueLines(field: Field, value: FactValue, language: Language): readonly string[] {
  const { text, isForeign } = shownValue(field, value, language)
  const lines = text.split('\n').map(printName)
  return isForeign ? [...lines, `(${factSheetWords[language].otherLanguage})`] : lines
}

/** What people have to know about an answer beside the answer. */
export function remarks(fact: SheetFact, language: Language): string {
  const words = factSheetWords[language]
  return [
    words.confidence[fact.confidence],
    ...(fact.estimate ? [words.estimate] : []),
    fact.id === undefined && isOwnSource(fact.source) ? words.sources[fact.source] : printName(fact.source),
    ...(fact.id === undefined ? [] : [fact.id]),
    ...(fact.isKeyRevoked ? [words.revokedKey] : []),
  ].join(', ')
}

function isOwnSource(source: string): source is keyof (typeof factSheetWords)['de']['sources'] {
  return Object.hasOwn(factSheetWords.de.sources, source)
}
