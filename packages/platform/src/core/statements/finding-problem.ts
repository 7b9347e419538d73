import { type Finding, harms, verdicts } from './finding.ts'

const maxText = 2000
const maxEvidence = 100

/** What a finding lacks for its verdict, in one sentence; undefined when it is whole. Pure. */
export function findingProblem(finding: Finding, now: Date): string | undefined {
  const { harm, verdict, period, bytes, grounds, gaps, evidence, asOf } = finding
  if (!harms.includes(harm)) return `"harm" is none of ${harms.join(', ')}`
  if (!verdicts.includes(verdict)) return `"verdict" is none of ${verdicts.join(', ')}`
  if (!isTime(asOf) || Date.parse(asOf) > now.getTime()) return '"asOf" is no time of the past in UTC'
  if (evidence.length > maxEvidence || !evidence.every((one) => /^[0-9a-f]{64}$/.test(one))) {
    return `"evidence" has something that is no SHA-256, or more than ${maxEvidence}`
  }
  if (period !== undefined && !(isTime(period.from) && isTime(period.to) && period.from <= period.to)) {
    return '"period" has no two times in UTC in their order'
  }
  if (
    bytes !== undefined &&
    !(isCount(bytes.atLeast) && isCount(bytes.atMost) && bytes.atLeast <= bytes.atMost)
  ) {
    return '"bytes" has no two counts in their order'
  }
  const unfit = textProblem('grounds', grounds) ?? textProblem('gaps', gaps)
  return unfit ?? lacking(finding)
}

function lacking({ verdict, bytes, grounds, gaps, evidence }: Finding): string | undefined {
  switch (verdict) {
    case 'confirmed':
      return grounds === undefined ? '"confirmed" says on what it rests: "grounds"' : undefined
    case 'possible':
      if (bytes === undefined) return '"possible" says how much at most: "bytes". Unknown is "undetermined"'
      return grounds === undefined ? '"possible" says on what its bounds rest: "grounds"' : undefined
    case 'undetermined':
      return gaps === undefined ? '"undetermined" says what cannot be proved and why: "gaps"' : undefined
    case 'excluded':
      if (evidence.length === 0) return '"excluded" rests on evidence; missing logs exclude nothing'
      if (gaps !== undefined) return '"excluded" has no gaps; with gaps it is "undetermined"'
      return grounds === undefined ? '"excluded" says on what it rests: "grounds"' : undefined
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/.test(text) && !Number.isNaN(Date.parse(text))
}

function textProblem(name: string, words: Finding['grounds']): string | undefined {
  if (words === undefined) return undefined
  for (const language of ['de', 'en'] as const) {
    const text = words[language]
    if (typeof text !== 'string' || text.trim() === '' || text.length > maxText) {
      return `"${name}" needs both languages, each with 1 to ${maxText} characters`
    }
    if (/[\p{Bidi_Control}\p{Cf}]|(?!\n)\p{Cc}/u.test(text)) {
      return `"${name}" holds characters that nobody sees`
    }
  }
  return undefined
}
