import type { StepCount } from '../service-states.ts'
import type { Finding } from './finding.ts'

type Found = Pick<Finding, 'kind' | 'found' | 'hint'>

/** Figures of progress that no counter of the case shows. Percentages are no counters. */
export function foreignFigures(text: string, steps: readonly StepCount[]): readonly Found[] {
  const known = new Set(steps.map(({ done, total }) => `${done}/${total}`))
  const shares = [
    ...text.matchAll(
      /(\d[\d.,]*)\s(?:von|of|aus)\s(?:(?:den|the|our|unseren|all)\s)?(\d[\d.,]*)\s(?:\p{L}+\s)?(?:Kund|[Cc]ustomer|[Tt]enant|Mandant)/gu,
    ),
  ]
  const wrong = shares.filter(([, done = '', total = '']) => !known.has(`${plain(done)}/${plain(total)}`))
  const percentages = text.match(/\d[\d.,]*\s?(?:%|Prozent|percent|per cent)/g) ?? []
  return [...wrong.map(([found]) => found), ...percentages].map((found) => ({
    kind: 'figure-differs' as const,
    found,
    hint: `Progress comes from the records: ${steps.map(({ step, done, total }) => `${step} ${done} of ${total}`).join(', ')}.`,
  }))
}

/** Numbers that stand in one language only. */
export function differingNumbers(de: string, en: string): readonly string[] {
  const [german, english] = [numbersOf(de), numbersOf(en)]
  return [
    ...german.filter((number) => !english.includes(number)),
    ...english.filter((number) => !german.includes(number)),
  ]
}

function numbersOf(text: string): readonly string[] {
  // Separators between digits are the language's; what follows a number is not part of it.
  return (text.match(/\d+(?:[.,:]\d+)*/g) ?? []).map((number) => number.replaceAll(/\D/g, ''))
}

function plain(number: string): string {
  return number.replaceAll(/\D/g, '')
}
