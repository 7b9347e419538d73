import { roles } from '../../emergency-plan/index.ts'
import {
  deepFreeze,
  type EstateProblem,
  type Field,
  problem,
  readDocument,
  type Reading,
  type Shape,
} from '../../estate/index.ts'
import { type ChannelKind, channelKinds, type Roster } from './roster.ts'

/**
 * Reads a roster file (YAML): the frozen roster, or every problem with line, column and remedy. Never throws for bad
 * input.
 */
export function parseRoster(
  text: string,
  file: string,
): { readonly roster: Roster } | { readonly problems: readonly EstateProblem[] } {
  const { raw, reading } = readDocument(text, file, rosterShape, 'a roster')
  if (reading.problems.length > 0) return { problems: reading.problems }
  const roster = rosterOf(raw as RawRoster)
  checkPeople(reading, roster)
  return reading.problems.length > 0 ? { problems: reading.problems } : { roster: deepFreeze(roster) }
}

type RawRoster = Omit<Roster, 'timers' | 'exerciseMail'> & {
  readonly exerciseMail?: string
  readonly timers: { readonly deputy?: number; readonly all?: number; readonly management?: number }
}

const text: Shape = { kind: 'text' }
const role: Shape = { kind: 'choice', of: roles }
const many = (of: Shape): Field => ({ shape: { kind: 'list', of }, default: [] })
const optional = (shape: Shape): Field => ({ shape, default: null })
const span = optional({ kind: 'span' })

const rosterShape: Shape = {
  kind: 'object',
  fields: {
    apiVersion: { shape: { kind: 'choice', of: ['roster/v1'] } },
    houseDomains: many(text),
    printed: optional(text),
    timers: {
      shape: { kind: 'object', fields: { deputy: span, all: span, management: span } },
      default: {},
    },
    exerciseMail: optional(text),
    people: {
      shape: {
        kind: 'list',
        of: {
          kind: 'object',
          fields: {
            id: { shape: { kind: 'slug' } },
            name: { shape: text },
            roles: many(role),
            deputyFor: many(role),
            languages: { shape: { kind: 'list', of: { kind: 'choice', of: ['de', 'en'] } }, default: ['de'] },
            passkeys: { shape: { kind: 'number' }, default: 0 },
            channels: many({
              kind: 'object',
              fields: { kind: { shape: { kind: 'choice', of: channelKinds } }, to: { shape: text } },
            }),
          },
        },
      },
    },
  },
}

/** Minutes of the design: five, ten, twenty. */
const usual = { deputyHours: 5 / 60, allHours: 10 / 60, managementHours: 20 / 60 }

function rosterOf(raw: RawRoster): Roster {
  const { houseDomains, printed, timers, exerciseMail, people } = raw
  return {
    houseDomains: houseDomains.map((domain) => domain.toLowerCase()),
    ...(printed !== undefined && { printed }),
    timers: {
      deputyHours: timers.deputy ?? usual.deputyHours,
      allHours: timers.all ?? usual.allHours,
      managementHours: timers.management ?? usual.managementHours,
    },
    ...(exerciseMail !== undefined && { exerciseMail }),
    people,
  }
}

function checkPeople(reading: Reading, { people, timers, exerciseMail, printed }: Roster): void {
  const wrong = (path: string, message: string, hint: string): void =>
    problem(reading, undefined, path, message, hint)
  if (people.length === 0)
    wrong('people', 'there is nobody in the roster', 'Name the people of the task force.')
  const seen = new Map<string, number>()
  people.forEach(({ id, channels, passkeys }, at) => {
    const first = seen.get(id)
    if (first !== undefined) {
      wrong(`people[${at}].id`, `the id "${id}" is used twice`, `Rename this one or people[${first}].`)
    }
    seen.set(id, at)
    if (!Number.isInteger(passkeys) || passkeys < 0) {
      wrong(`people[${at}].passkeys`, 'passkeys are counted', 'Write 0, 1, 2 …')
    }
    channels.forEach(({ kind, to }, n) => {
      if (!fits[kind](to)) wrong(`people[${at}].channels[${n}].to`, `"${to}" is ${misfit[kind]}`, hints[kind])
    })
  })
  if (!(timers.deputyHours < timers.allHours && timers.allHours < timers.managementHours)) {
    wrong(
      'timers',
      'the timers do not come one after the other',
      'Write deputy < all < management, such as 5m, 10m, 20m.',
    )
  }
  if (exerciseMail !== undefined && !fits.mail(exerciseMail)) {
    wrong('exerciseMail', `"${exerciseMail}" is ${misfit.mail}`, hints.mail)
  }
  if (printed !== undefined && !/^\d{4}-\d\d-\d\d$/.test(printed)) {
    wrong('printed', `"${printed}" is no date`, 'Write it as "2026-11-01".')
  }
}

const isPhone = (to: string): boolean => /^\+[0-9][0-9 ()/-]{5,24}$/.test(to)

const fits: Readonly<Record<ChannelKind, (to: string) => boolean>> = {
  mobile: isPhone,
  phone: isPhone,
  mail: isMailAddress,
  webhook: (to) => /^https?:\/\/[^\s]{1,400}$/.test(to) && URL.canParse(to),
  letter: (to) => to.length <= 200,
}

/** Plain addresses only: whatever could end a header line, or name a second recipient, is none. */
export function isMailAddress(to: string): boolean {
  return /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/.test(to)
}

const misfit: Readonly<Record<ChannelKind, string>> = {
  mobile: 'no telephone number',
  phone: 'no telephone number',
  mail: 'no mail address',
  webhook: 'no address of a webhook',
  letter: 'too long for an address',
}

const hints: Readonly<Record<ChannelKind, string>> = {
  mobile: 'Write it with country, such as "+49 170 1234567".',
  phone: 'Write it with country, such as "+49 30 1234567".',
  mail: 'Write one address, such as anna@elsewhere.example.',
  webhook: 'Write it as https://host/path.',
  letter: 'Write street and town in one line.',
}
