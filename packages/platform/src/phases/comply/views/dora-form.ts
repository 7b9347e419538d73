import type { Words } from '../../../core/estate/index.ts'
import { type Basis, type Condition, type Need, type ViewItem } from './view.ts'

export type DoraStage = 'initial' | 'intermediate' | 'final'
const stages: readonly DoraStage[] = ['initial', 'intermediate', 'final']

/** Whether a stage asks for a field: yes, no, or yes under the field's condition. */
type Asked = 'yes' | 'no' | 'if'

/** One of the 76 fields of ITS (EU) 2025/302, Annex I, with its row of the matrix of Annex II. */
export interface DoraField {
  readonly key: string
  readonly field?: string
  readonly fixed?: Readonly<Record<DoraStage, Words>>
  readonly asked: readonly [Asked, Asked, Asked]
  readonly when?: Condition
  readonly text?: Words
  /** Of the row of the matrix. */
  readonly basis: Basis
  /** Of number and name: read in a copy of Annex I (T), or in transcriptions of others that agree (S). */
  readonly named: 'T' | 'S'
}

type Rows = readonly (readonly [string, string, (Condition | undefined)?, string?, string?])[]

const always = ['yes', 'yes', 'yes'] as const
const later = ['no', 'yes', 'yes'] as const
const last = ['no', 'no', 'yes'] as const

/**
 * Rows that are asked without condition rest on the design's reading of Annex II; the wording of conditions was not
 * compared with the official text and says so.
 */
function rows(asked: DoraField['asked'], list: Rows): readonly DoraField[] {
  return list.map(([key, field, when, de, en]) =>
    when === undefined
      ? { key, field, asked, basis: 'S', named: namedBy(key) }
      : {
          key,
          field,
          named: namedBy(key),
          asked: asked.map((one) => (one === 'yes' ? 'if' : one)) as unknown as DoraField['asked'],
          when,
          text: { de: de ?? '', en: en ?? '' },
          basis: 'unverified',
        },
  )
}

/** 1.1 to 3.7 stand in two printed copies of Annex I; the others in three transcriptions by different hands. */
function namedBy(key: string): 'T' | 'S' {
  const [part = 0, number = 0] = key.split('.').map(Number)
  return part < 3 || (part === 3 && number <= 7) ? 'T' : 'S'
}

const people: Condition = { people: true }
const criterion = (one: string): Condition => ({ field: 'dora.criteria', has: one })
const clientsMet = [
  criterion('clients'),
  'wenn das Kriterium „Kunden“ erfüllt ist',
  'if the criterion "clients" is met',
] as const
/** Read two ways: nobody is spared the question because a threshold is not met. */
const transactions = [
  people,
  'wenn Geschäftsvorgänge betroffen sind; nach anderer Lesart, wenn das Kriterium „Kunden“ erfüllt ist',
  'if transactions are affected; by another reading, if the criterion "clients" is met',
] as const
const parent = [
  people,
  'wenn das Unternehmen einer Gruppe angehört',
  'if the entity belongs to a group',
] as const
const known = [people, 'wenn bekannt', 'if known'] as const
const spread = [
  criterion('spread'),
  'wenn das Kriterium „geografische Ausbreitung“ erfüllt ist',
  'if the criterion "geographical spread" is met',
] as const
const reputational = [
  criterion('reputation'),
  'wenn das Kriterium „Reputation“ erfüllt ist',
  'if the criterion "reputational impact" is met',
] as const
const losses = [
  criterion('data-losses'),
  'wenn das Kriterium „Datenverluste“ erfüllt ist',
  'if the criterion "data losses" is met',
] as const
const malicious = [
  { field: 'dora.incident-types', has: 'cyber' },
  'wenn der Vorfall die Cybersicherheit betrifft',
  'if the incident is cybersecurity-related',
] as const

export const doraForm: readonly DoraField[] = [
  {
    key: '1.1',
    fixed: {
      initial: { de: 'Erstmeldung', en: 'initial notification' },
      intermediate: { de: 'Zwischenmeldung', en: 'intermediate report' },
      final: { de: 'Abschlussbericht', en: 'final report' },
    },
    asked: always,
    basis: 'S',
    named: 'T',
  },
  ...rows(always, [
    ['1.2', 'dora.submitter'],
    ['1.3', 'dora.submitter-code'],
    ['1.4', 'dora.entity-type'],
    ['1.5', 'dora.entity', people, 'wenn ein anderes Unternehmen meldet', 'if another entity submits'],
    ['1.6', 'dora.lei', people, 'wenn ein anderes Unternehmen meldet', 'if another entity submits'],
    ['1.7', 'contact.reporter'],
    ['1.8', 'contact.reporter-mail'],
    ['1.9', 'contact.reporter-phone'],
    ['1.10', 'contact.deputy'],
    ['1.11', 'contact.deputy-mail'],
    ['1.12', 'contact.deputy-phone'],
    ['1.13', 'dora.parent', ...parent],
    ['1.14', 'dora.parent-lei', ...parent],
    ['1.15', 'dora.currency'],
    ['2.1', 'incident.reference'],
    ['2.2', 'incident.known-at'],
    ['2.3', 'incident.classified-at'],
    ['2.4', 'incident.description'],
    ['2.5', 'dora.criteria'],
    ['2.6', 'incident.countries', ...spread],
    ['2.7', 'dora.discovered-by'],
    [
      '2.8',
      'dora.third-party-origin',
      people,
      'wenn der Ursprung bei einem Dritten liegt',
      'if it originates elsewhere',
    ],
    [
      '2.9',
      'measures.continuity-plan',
      people,
      'wenn der Notfallplan aktiviert wurde',
      'if the continuity plan was activated',
    ],
    ['2.10', 'dora.other', people, 'wenn es weitere Angaben gibt', 'if there is other relevant information'],
  ]),
  ...rows(later, [
    [
      '3.1',
      'dora.authority-reference',
      people,
      'wenn die Behörde eines vergeben hat',
      'if the authority gave one',
    ],
    ['3.2', 'incident.began-at'],
    [
      '3.3',
      'incident.restored-at',
      { field: 'incident.ongoing', is: [false] },
      'wenn der Betrieb wiederhergestellt ist',
      'if activities have been recovered',
    ],
    ['3.4', 'dora.clients'],
    ['3.5', 'dora.clients-share'],
    ['3.6', 'dora.counterparts'],
    ['3.7', 'dora.counterparts-share'],
    ['3.8', 'dora.relevant-clients', ...clientsMet],
    ['3.9', 'dora.transactions', ...transactions],
    ['3.10', 'dora.transactions-share', ...transactions],
    ['3.11', 'dora.transactions-value', ...transactions],
    ['3.12', 'dora.figures'],
    ['3.13', 'dora.reputation', ...reputational],
    ['3.14', 'dora.reputation-context', ...reputational],
    ['3.15', 'incident.minutes'],
    ['3.16', 'incident.downtime'],
    ['3.17', 'dora.duration-figures'],
    ['3.18', 'dora.member-states', ...spread],
    ['3.19', 'incident.cross-border-effects', ...spread],
    ['3.20', 'dora.data-losses', ...losses],
    ['3.21', 'dora.data-losses-text', ...losses],
    ['3.22', 'dora.critical-services'],
    ['3.23', 'dora.incident-types'],
    [
      '3.24',
      'dora.incident-type-other',
      { field: 'dora.incident-types', has: 'other' },
      'wenn „andere“ gewählt ist',
      'if "other" was chosen',
    ],
    ['3.25', 'dora.techniques', ...malicious],
    [
      '3.26',
      'dora.technique-other',
      { field: 'dora.techniques', has: 'other' },
      'wenn „andere“ gewählt ist',
      'if "other" was chosen',
    ],
    ['3.27', 'dora.functions'],
    ['3.28', 'dora.infrastructure'],
    [
      '3.29',
      'dora.infrastructure-text',
      { field: 'dora.infrastructure', is: ['yes'] },
      'wenn Infrastruktur betroffen ist',
      'if infrastructure is affected',
    ],
    ['3.30', 'dora.financial-interest'],
    ['3.31', 'dora.other-authorities'],
    [
      '3.32',
      'dora.other-authority',
      { field: 'dora.other-authorities', has: 'other' },
      'wenn „andere“ gewählt ist',
      'if "other" was chosen',
    ],
    ['3.33', 'dora.temporary-measures'],
    [
      '3.34',
      'dora.temporary-measures-text',
      { field: 'dora.temporary-measures', is: [true] },
      'wenn Maßnahmen ergriffen oder geplant sind',
      'if measures were taken or are planned',
    ],
    ['3.35', 'incident.indicators', ...malicious],
  ]),
  ...rows(last, [
    ['4.1', 'dora.root-causes'],
    ['4.2', 'dora.root-causes-detailed'],
    [
      '4.3',
      'dora.root-causes-additional',
      { field: 'dora.root-causes', has: 'process' },
      'wenn Abläufe versagt haben',
      'if processes failed',
    ],
    ['4.4', 'dora.root-causes-other', people, 'wenn „andere“ gewählt ist', 'if "other" was chosen'],
    ['4.5', 'cause.description'],
    ['4.6', 'dora.resolution'],
    ['4.7', 'cause.addressed-at'],
    ['4.8', 'incident.resolved-at'],
    ['4.9', 'dora.resolution-differs', people, 'wenn der Termin abweicht', 'if the date differs'],
    ['4.10', 'dora.critical-functions-risk', ...known],
    [
      '4.11',
      'dora.resolution-authorities',
      people,
      'wenn für die Abwicklung erheblich',
      'if relevant for resolution',
    ],
    // Two transcriptions ask it of everybody, whether or not the criterion is met.
    ['4.12', 'dora.economic-threshold'],
    ['4.13', 'dora.gross-costs'],
    ['4.14', 'dora.recoveries'],
    [
      '4.15',
      'dora.recurring',
      people,
      'wenn sich Vorfälle wiederholt haben',
      'if incidents have been recurring',
    ],
    [
      '4.16',
      'dora.recurring-at',
      { field: 'dora.recurring', present: true },
      'wenn sich Vorfälle wiederholt haben',
      'if incidents have been recurring',
    ],
  ]),
]

/** All 76 fields as a stage asks for them; what it does not ask yet may be given. */
export function doraItems(stage: DoraStage): readonly ViewItem[] {
  const at = stages.indexOf(stage)
  return doraForm.map(({ key, field, fixed, asked, when, text, basis }) => ({
    key,
    ...(field !== undefined && { field }),
    ...(fixed !== undefined && {
      fixed: fixed[stage],
      label: { de: 'Art der Meldung', en: 'Type of submission' },
    }),
    need: needOf(asked[at] ?? 'no', when, text),
    basis,
  }))
}

function needOf(asked: Asked, when: Condition | undefined, text: Words | undefined): Need {
  if (asked === 'no') return { kind: 'never' }
  if (asked === 'yes' || when === undefined || text === undefined) return { kind: 'always' }
  return { kind: 'if', when, text }
}
