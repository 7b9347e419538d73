import type { Estate } from '../estate/index.ts'
import { noticeWords } from '../messages/index.ts'
import type { PrintedBlock, PrintedDocument } from '../printed-document.ts'
import type { WaysOf } from './addresses-of.ts'
import type { CallTask } from './call-tasks.ts'
import type { Notice } from './notice.ts'

/** A call with everything that whoever makes it needs to know. It leaves the house on paper at most. */
export interface CallCard {
  readonly task: CallTask
  readonly notice: Notice
  readonly ways: WaysOf
  readonly code: string
  /** The mark of an exercise, which stands above and below what is read out; undefined in an incident. */
  readonly exercise: string | undefined
}

/** What is said on the phone, in the language of whoever is called; every screen, list and paper takes it from here. */
export function callScript(card: CallCard, estate: Estate): readonly string[] {
  const { exercise } = card
  const lines = spokenLines(card, estate)
  return exercise === undefined ? lines : [`*** ${exercise} ***`, ...lines, `*** ${exercise} ***`]
}

function spokenLines({ task, notice, code }: CallCard, estate: Estate): readonly string[] {
  const tenant = estate.tenants.find(({ id }) => id === task.tenant)
  return noticeWords[task.language].callScript({
    provider: estate.provider.name,
    tenant: tenant?.name ?? task.tenant,
    number: tenant?.number ?? '–',
    subject: notice.subject[task.language],
    code,
  })
}

/** The call list on paper: one block a person, with boxes to tick. What was written down is typed in later. */
export function callSheet(
  cards: readonly CallCard[],
  {
    estate,
    caseId,
    exercise,
    language,
  }: {
    readonly estate: Estate
    readonly caseId: string
    readonly exercise?: string
    readonly language: 'de' | 'en'
  },
): PrintedDocument {
  const words = noticeWords[language].sheet
  return {
    title: words.title(cards.length),
    language,
    ...(exercise !== undefined && { banner: exercise, watermark: exercise }),
    footer: [words.footer, caseId],
    parts: [
      {
        language,
        blocks: [
          { kind: 'text', text: words.lead },
          ...cards.flatMap((card, at) => cardBlocks(card, at + 1, estate, language)),
        ],
      },
    ],
  }
}

function cardBlocks(
  card: CallCard,
  number: number,
  estate: Estate,
  language: 'de' | 'en',
): readonly PrintedBlock[] {
  const words = noticeWords[language].sheet
  const { task, ways, code } = card
  const tenant = estate.tenants.find(({ id }) => id === task.tenant)
  return [
    {
      kind: 'heading',
      level: 2,
      text: `${number}. ${tenant?.name ?? task.tenant}: ${ways.name || words.nobody}`,
    },
    {
      kind: 'facts',
      facts: [
        [words.phone, ways.phones.join(', ') || (ways.isWithheld ? words.withheld : words.noPhone)],
        ...(ways.letters.length > 0 ? [[words.letter, ways.letters.join('; ')] as const] : []),
        [words.code, code],
        [words.why, words.causes[task.call.because]],
        [words.reference, `${task.notice} ${task.recipient}`],
      ],
    },
    { kind: 'list', items: callScript(card, estate) },
    ...words.boxes.map((text) => ({ kind: 'text' as const, isStrong: true, text })),
  ]
}
