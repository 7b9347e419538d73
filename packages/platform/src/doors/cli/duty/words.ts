import type { FilingStage } from '../../../phases/comply/index.ts'

interface DutyDeskWords {
  readonly header: readonly string[]
  readonly stages: Readonly<Record<FilingStage, string>>
  readonly denied: (count: number) => string
  readonly complete: string
  readonly undecided: string
}

const en: DutyDeskWords = {
  header: ['State', 'Due', '', 'Duty', 'Document', 'Missing', 'What'],
  stages: {
    none: 'none yet',
    drafted: 'drafted',
    outdated: 'facts went on',
    approved: 'approved',
    submitted: 'submitted',
    'nothing-written': '-',
  },
  denied: (count) => `${count} do not apply: see why with --all.`,
  complete: 'No required answer is missing.',
  undecided: 'To decide (required only under a condition that the facts do not tell):',
}

const de: DutyDeskWords = {
  header: ['Stand', 'Fällig', '', 'Pflicht', 'Dokument', 'Fehlt', 'Was'],
  stages: {
    none: 'noch keins',
    drafted: 'entworfen',
    outdated: 'Fakten neuer',
    approved: 'freigegeben',
    submitted: 'abgegeben',
    'nothing-written': '-',
  },
  denied: (count) => `${count} nicht anwendbar: mit --all steht, warum.`,
  complete: 'Keine Pflichtangabe fehlt.',
  undecided: 'Zu entscheiden (Pflicht nur unter einer Bedingung, die die Fakten nicht beantworten):',
}

export const dutyDeskWords: Readonly<Record<'de' | 'en', DutyDeskWords>> = { de, en }
