import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import {
  type Estate,
  type Field,
  parseEstate,
  readDocument,
  type Shape,
  type Words,
} from '../../core/estate/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import { type ClaimClass, claimClasses, type ClaimState, claimStates } from '../../core/messages/index.ts'
import { type Draft, parseDraftFile, type StatedState } from '../../core/updates/index.ts'

/** An incident as a file: who was there, what happened when, what somebody was tempted to say. */
export interface Story {
  readonly file: string
  readonly title: string
  readonly case: string
  readonly estate: Estate
  readonly detectedAt: Date
  /** Role of each person. */
  readonly people: Readonly<Record<string, string>>
  /** What the incident that this one resembles came to, for the table; nothing is computed with it. */
  readonly resembled: Resembled
  readonly moments: readonly Moment[]
}

export interface Resembled {
  readonly firstWordHours: number
  readonly longestGapHours: number
  readonly updates: number
  readonly languages: number
}

/** One thing that somebody does. `refused` names what has to stop it; then nothing may happen. */
export interface Moment {
  readonly at: Date
  readonly note: string
  readonly act: Act
  readonly refused?: string
}

export type Act =
  | {
      readonly kind: 'declare'
      readonly services: readonly string[]
      readonly onset: { readonly from: string; readonly to: string }
    }
  | { readonly kind: 'isolate'; readonly systems: readonly string[]; readonly probes: number }
  | {
      readonly kind: 'claim'
      readonly claim: string
      readonly class: ClaimClass
      readonly state: ClaimState
      readonly scope: readonly string[]
      readonly wording?: Words
      /** The report it rests on, in a few words; its hash is the evidence. */
      readonly report: string
      readonly by: readonly string[]
    }
  | {
      readonly kind: 'service'
      readonly service: string
      readonly state: StatedState
      readonly report: string
      readonly instruction?: Words
      readonly by: string
    }
  | {
      /** What becomes of a text: only written, only signed, only let out, or all three. */
      readonly kind: 'draft' | 'approve' | 'publish' | 'say'
      readonly update: string
      readonly text?: Draft
      readonly by: readonly string[]
    }
  | { readonly kind: 'reject'; readonly update: string; readonly by: string; readonly why: string }
  | { readonly kind: 'units'; readonly step: UnitStep; readonly units: readonly string[] }
  | { readonly kind: 'close' }

export const unitSteps = ['chosen', 'restored', 'verified', 'scanned', 'released'] as const
export type UnitStep = (typeof unitSteps)[number]

/** Reads a story with the estate and the texts beside it. Throws `input-invalid` with file, line and remedy. */
export function readStory(file: string): Story {
  const { raw, reading } = readDocument(readInput(file), file, shape, 'a story')
  const [first] = reading.problems
  if (first !== undefined) {
    throw new AnlaufError('input-invalid', `${file}:${first.line}: ${first.message}`, { hint: first.hint })
  }
  const read = raw as RawStory
  const near = dirname(file)
  const moments = read.moments.map((moment, at) => readMoment(moment, `${file}: moment ${at + 1}`, near))
  for (const [at, { at: time }] of moments.entries()) {
    const before = moments[at - 1]
    if (before !== undefined && time < before.at) {
      throw unfit(
        `${file}: moment ${at + 1}`,
        'it is before the one above it',
        'Write moments in the order of their times.',
      )
    }
  }
  return {
    file,
    title: read.title,
    case: read.case,
    estate: estateOf(join(near, read.estate)),
    detectedAt: timeOf(read.detectedAt, `${file}: detectedAt`),
    people: read.people,
    resembled: read.resembled,
    moments,
  }
}

function readMoment({ at, note, refused, ...acts }: RawMoment, where: string, near: string): Moment {
  const named = Object.entries(acts).filter(([, value]) => value !== undefined)
  const [first] = named
  if (first === undefined || named.length > 1) {
    throw unfit(
      where,
      `it does ${named.length} things`,
      `Each moment does one of: ${Object.keys(actShapes).join(', ')}.`,
    )
  }
  const act = { kind: first[0], ...(first[1] as object) } as unknown as Act
  return {
    at: timeOf(at, where),
    note,
    act: act.kind === 'draft' || act.kind === 'say' ? withText(act, near, where) : act,
    ...(refused !== undefined && { refused }),
  }
}

type TextAct = Extract<Act, { readonly kind: 'draft' | 'approve' | 'publish' | 'say' }>

/** The file of a text is named like the update; who writes it is asked for it. */
function withText(act: TextAct, near: string, where: string): TextAct {
  const file = join(near, 'texts', `${act.update}.txt`)
  try {
    return { ...act, text: parseDraftFile(act.update.replace(/^tempted-/, ''), readInput(file)) }
  } catch (cause) {
    const { message, hint } = cause instanceof AnlaufError ? cause : { message: String(cause), hint: '' }
    throw unfit(where, `${file}: ${message}`, hint)
  }
}

function estateOf(file: string): Estate {
  const parsed = parseEstate(readInput(file), file)
  if ('estate' in parsed) return parsed.estate
  const [first] = parsed.problems
  throw new AnlaufError('estate-invalid', `${file}:${first?.line ?? 1}: ${first?.message ?? 'unreadable'}`, {
    hint: first?.hint ?? 'Check it with "anlauf estate check".',
  })
}

function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AnlaufError('not-found', `${file} cannot be read.`, {
      hint: 'A story names an estate file beside it, and has a text for each update in "texts".',
      cause,
    })
  }
}

function timeOf(text: string, where: string): Date {
  const time = new Date(text)
  if (!Number.isNaN(time.getTime()) && /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text)) return time
  throw unfit(where, `"${text}" is no time with zone`, 'Write it like 2026-01-11T22:40:00+01:00.')
}

function unfit(where: string, message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `${where}: ${message}.`, { hint })
}

interface RawStory {
  readonly title: string
  readonly case: string
  readonly estate: string
  readonly detectedAt: string
  readonly people: Readonly<Record<string, string>>
  readonly resembled: Resembled
  readonly moments: readonly RawMoment[]
}
type RawMoment = { readonly at: string; readonly note: string; readonly refused?: string } & Readonly<
  Record<string, unknown>
>

const text: Field = { shape: { kind: 'text' } }
const id: Field = { shape: { kind: 'id' } }
const ids: Field = { shape: { kind: 'list', of: { kind: 'id' } } }
const number: Field = { shape: { kind: 'number' } }
const words: Field = { shape: { kind: 'words' }, default: null }
const object = (fields: Readonly<Record<string, Field>>): Field => ({
  shape: { kind: 'object', fields },
  default: null,
})
const speakers: Field = { ...ids, default: [] }

const actShapes = {
  declare: object({ services: ids, onset: { shape: { kind: 'object', fields: { from: text, to: text } } } }),
  isolate: object({ systems: ids, probes: number }),
  claim: object({
    claim: id,
    class: { shape: { kind: 'choice', of: claimClasses } },
    state: { shape: { kind: 'choice', of: claimStates } },
    scope: { ...ids, default: [] },
    wording: words,
    report: text,
    by: ids,
  }),
  service: object({ service: id, state: id, report: text, instruction: words, by: id }),
  draft: object({ update: id, by: speakers }),
  approve: object({ update: id, by: ids }),
  publish: object({ update: id, by: speakers }),
  say: object({ update: id, by: ids }),
  reject: object({ update: id, by: id, why: text }),
  units: object({ step: { shape: { kind: 'choice', of: unitSteps } }, units: ids }),
  close: object({}),
} as const

const shape: Shape = {
  kind: 'object',
  fields: {
    apiVersion: { shape: { kind: 'choice', of: ['story/v1'] } },
    title: text,
    case: id,
    estate: text,
    detectedAt: text,
    people: { shape: { kind: 'record', of: { kind: 'id' } } },
    resembled: {
      shape: {
        kind: 'object',
        fields: { firstWordHours: number, longestGapHours: number, updates: number, languages: number },
      },
    },
    moments: {
      shape: {
        kind: 'list',
        of: {
          kind: 'object',
          fields: { at: text, note: text, refused: { shape: { kind: 'text' }, default: null }, ...actShapes },
        },
      },
    },
  },
}
