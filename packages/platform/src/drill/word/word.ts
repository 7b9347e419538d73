import type { Estate } from '../../core/estate/index.ts'
import type { Entry } from '../../core/evidence/index.ts'
import { openNotices } from '../../core/notices/index.ts'
import type { DeskSession } from '../../core/updates/index.ts'
import type { Stores } from '../../doors/cli/index.ts'
import type { Clock, Responder } from '../respond/incident.ts'
import { openExerciseRelay } from './exercise-relay.ts'
import { scoreWord, type WordScore } from './score-word.ts'
import { exerciseMailbox, tellCustomers } from './tell-customers.ts'
import { tellCorrection, tellFirstFindings, tellTheEnd } from './tell-public.ts'

/** What is said outside, at the moments of a drill. */
export interface Word {
  contained(): Promise<void>
  recovered(): Promise<void>
  released(): Promise<void>
}

/** The relay of the exercise, what is told with it, and what that came to. */
export interface OpenWord extends AsyncDisposable {
  readonly open: (desk: DeskSession, people: readonly Responder[]) => Word
  score(detectedAt: Date): Promise<WordScore>
}

export async function openWord(place: {
  readonly stores: Pick<Stores, 'log' | 'database'>
  readonly home: string
  readonly caseId: string
  readonly estate: Estate
  readonly clock: Clock
}): Promise<OpenWord> {
  const { stores, caseId, estate, clock } = place
  const contact = publicContact(estate)
  const relay = await openExerciseRelay()
  const isPlayed = contact !== undefined
  return {
    open(desk, people) {
      if (!isPlayed) return silence
      const voice = { desk, estate, clock, people, contact }
      const signers = people.filter(({ role }) => role === 'dpo' || role === 'forensics')
      const post = { ...place, relay, signers }
      return {
        async contained() {
          await tellFirstFindings(voice)
          // By the names of the plan's templates: its stages are done by what is proved here.
          await tellCustomers(
            post,
            { notice: 'l1-controller', duty: 'gdpr-33-2', ...firstNotice },
            'confirmed',
          )
        },
        recovered: () => tellCorrection(voice),
        async released() {
          await tellTheEnd(voice)
          await tellCustomers(post, { notice: 'tenant-statement', ...findings }, 'bounced')
        },
      }
    },
    async score(detectedAt) {
      if (!isPlayed) return scoreWord(undefined)
      const entries: Entry[] = []
      for await (const entry of stores.log.read(caseId)) entries.push(entry)
      const { desk: notices } = await openNotices(stores.log, caseId, () => estate)
      const { mails } = relay
      return scoreWord({ entries, caseId, estate, notices, mails, mailbox: exerciseMailbox, detectedAt })
    },
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  }
}

const nothing = (): Promise<void> => Promise.resolve()
const silence: Word = { contained: nothing, recovered: nothing, released: nothing }

/** How anybody reaches the house; texts that have to name a way name this one. */
function publicContact({ contacts }: Estate): string | undefined {
  return contacts
    .filter(({ roles }) => roles.includes('public'))
    .flatMap(({ channels }) => channels)
    .find(({ kind }) => kind === 'phone')?.to
}

const firstNotice = {
  subject: { de: 'Angriff auf unsere Systeme', en: 'Attack on our systems' },
  text: {
    de: 'An {tenant}: Unsere Systeme wurden angegriffen. Betroffen sind Ihre Dienste {services}. Was wir wissen, steht auf der öffentlichen Seite.',
    en: 'To {tenant}: our systems were attacked. Your services {services} are affected. What we know is on the public page.',
  },
}

const findings = {
  subject: { de: 'Ergebnis der Untersuchung', en: 'Result of the investigation' },
  text: {
    de: 'An {tenant}: Die Untersuchung ist abgeschlossen. Ihr Bericht liegt im Portal.',
    en: 'To {tenant}: the investigation is finished. Your report is in the portal.',
  },
}
