import { statementWords } from '../../../core/messages/index.ts'
import { letterBytes, letterTime } from './letter-time.ts'
import type { Answer } from './statement-content.ts'

/** A finding in sentences: the verdict, when, on what it rests, what is missing, how far the knowledge reaches. */
export function findingLines(answer: Answer, language: 'de' | 'en', zone: string): readonly string[] {
  const words = statementWords[language]
  const { harm, verdict, bytes, period, grounds, gaps, evidence, asOf } = answer
  const amount =
    bytes === undefined
      ? undefined
      : ([letterBytes(bytes.atLeast, language), letterBytes(bytes.atMost, language)] as const)
  const time = (utc: string): string => letterTime(utc, language, zone)
  return [
    words.finding(harm, verdict, amount),
    ...(period === undefined ? [] : [words.period(time(period.from), time(period.to))]),
    ...(grounds === undefined ? [] : [words.grounds(grounds[language])]),
    ...(gaps === undefined ? [] : [words.gaps(gaps[language])]),
    ...(evidence.length === 0 ? [] : [words.evidence(evidence.length)]),
    ...(asOf === undefined ? [] : [words.asOf(time(asOf))]),
  ]
}
