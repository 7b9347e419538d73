import { printName } from '@anlauf/repository'

import { missingText, type NextStep, type NextSteps } from '../../../../core/response/index.ts'
import { formatTime } from '../../terminal/output.ts'

interface Shown {
  readonly language: 'de' | 'en'
  readonly caseId: string
}

/** What can be done now, and what the rest waits for. */
export function stepLines({ steps, more, blocked }: NextSteps, shown: Shown): string[] {
  const say = words[shown.language]
  if (steps.length === 0 && blocked.length === 0) return [say.nothing]
  return [
    steps.length === 0 ? say.noneNow : say.now,
    ...steps.flatMap((step, at) => oneStep(step, at + 1, shown)),
    ...(more > 0 ? [say.more(more)] : []),
    ...waitingLines({ steps, blocked }, shown),
  ]
}

/** Only what waits for nothing but the steps above; the rest is counted. */
function waitingLines(
  { steps, blocked }: Pick<NextSteps, 'steps' | 'blocked'>,
  { language }: Shown,
): string[] {
  const now = new Set(steps.map(({ stage }) => stage))
  const soon = blocked.filter(({ missing }) =>
    missing.every((one) => one.kind !== 'needs' || now.has(one.stage)),
  )
  const later = blocked.length - soon.length
  const say = words[language]
  if (blocked.length === 0) return []
  return [
    '',
    say.waits,
    ...soon.map(
      ({ stage, title, missing }) =>
        `  ${stage}: ${printName(title[language])} – ${missing.map((one) => missingText(one, language)).join('; ')}`,
    ),
    ...(later > 0 ? [say.later(later)] : []),
  ]
}

function oneStep(step: NextStep, number: number, { language, caseId }: Shown): string[] {
  const say = words[language]
  const { title, roles, keys, count, missing, due, instruction, isStarted, hasFailed } = step
  const many = count > 1 ? ` (${keys.join(', ')}${count > keys.length ? ' …' : ''})` : ''
  const state = hasFailed ? ` [${say.failed}]` : isStarted ? ` [${say.started}]` : ''
  const [key = step.stage] = keys
  return [
    `${String(number).padStart(3)}. ${printName(title[language])}${many}${state}`,
    ...(roles.length > 0 ? [`     ${say.who}: ${roles.join(', ')}`] : []),
    ...(due === undefined ? [] : [`     ${say.due}: ${formatTime(due)}`]),
    ...(instruction === undefined ? [] : [`     ${printName(instruction[language])}`]),
    ...missing.map((one) => `     - ${missingText(one, language)}`),
    `     anlauf case done --case ${caseId} ${key}`,
  ]
}

const words = {
  en: {
    now: 'To do now:',
    noneNow: 'Nothing can be started now.',
    nothing: 'Every stage of the plan is done.',
    more: (count: number) => `     … and ${count} more; "anlauf case plan" lists them.`,
    waits: 'After that:',
    later: (count: number) => `  … and ${count} stages later ("anlauf case plan").`,
    who: 'Who',
    due: 'Until',
    started: 'started',
    failed: 'failed',
  },
  de: {
    now: 'Jetzt zu tun:',
    noneNow: 'Jetzt kann nichts begonnen werden.',
    nothing: 'Alle Abschnitte des Plans sind erledigt.',
    more: (count: number) => `     … und ${count} weitere; „anlauf case plan“ zählt sie auf.`,
    waits: 'Danach:',
    later: (count: number) => `  … und ${count} Abschnitte später („anlauf case plan“).`,
    who: 'Wer',
    due: 'Bis',
    started: 'begonnen',
    failed: 'gescheitert',
  },
} as const
