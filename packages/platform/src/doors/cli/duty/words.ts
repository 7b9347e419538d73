import type { FilingStage } from '../../../phases/comply/index.ts'
import { counted } from '../terminal/output.ts'

interface DutyDeskWords {
  readonly header: readonly string[]
  readonly stages: Readonly<Record<FilingStage, string>>
  readonly denied: (count: number) => string
  readonly complete: string
  readonly undecided: string
  /** Of the folder of a criminal complaint. */
  readonly written: (files: number, folder: string) => string
  readonly stillDraft: string
  readonly approvedBy: (people: string) => string
  readonly missing: (labels: string) => string
  readonly verify: (command: string) => string
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
  written: (files, folder) => `${counted(files, 'file')} written to ${folder}`,
  stillDraft:
    'a draft for counsel: let it be signed with "anlauf duty approve --duty stpo-158" and write it again',
  approvedBy: (people) => `approved by ${people}`,
  missing: (labels) => `missing: ${labels}`,
  verify: (command) => `To verify: ${command}`,
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
  written: (files, folder) =>
    files === 1 ? `1 Datei nach ${folder} geschrieben` : `${files} Dateien nach ${folder} geschrieben`,
  stillDraft:
    'ein Entwurf für die Rechtsberatung: mit „anlauf duty approve --duty stpo-158“ unterschreiben lassen und neu schreiben',
  approvedBy: (people) => `freigegeben von ${people}`,
  missing: (labels) => `es fehlt: ${labels}`,
  verify: (command) => `Zum Prüfen: ${command}`,
}

export const dutyDeskWords: Readonly<Record<'de' | 'en', DutyDeskWords>> = { de, en }
