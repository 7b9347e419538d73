import { createHash } from 'node:crypto'

import type { Estate, Words } from '../../core/estate/index.ts'
import type { ClaimClass, ClaimState } from '../../core/messages/index.ts'
import {
  caseOf,
  claimHash,
  claimsInForce,
  type ClaimStatement,
  type DeskSession,
  type Draft,
  draftHash,
  parseDraftFile,
  readyWording,
  type SignedDecision,
  signDecision,
  subjectOf,
} from '../../core/updates/index.ts'
import type { Clock, Responder } from '../respond/incident.ts'

/** What speaks to the public in a drill, and everybody who may sign. */
export interface PublicVoice {
  readonly desk: DeskSession
  readonly estate: Estate
  readonly clock: Clock
  readonly people: readonly Responder[]
  /** A phone number or address that the estate shows to everybody. */
  readonly contact: string
}

const hours = 3_600_000

/** After the first look: nothing points to an outflow yet, and the update says so in the register's words. */
export async function tellFirstFindings(voice: PublicVoice): Promise<void> {
  await state(voice, 'outflow', 'exfiltration', 'no_indication', 'the first look')
  await say(voice, 'first-findings', { de: '{claim:outflow}', en: '{claim:outflow}' })
}

/** Later somebody finds something: the claim changes, and what was said is taken back in public. */
export async function tellCorrection(voice: PublicVoice): Promise<void> {
  await state(voice, 'outflow', 'exfiltration', 'indicated', 'the second look')
  const wrong = voice.desk.desk.published.find(({ update }) => update === 'first-findings')
  if (wrong === undefined) return
  const why = {
    de: 'Auf einem der Rechner wurde ein fremdes Programm gefunden.',
    en: 'A foreign program was found on one of the machines.',
  }
  await say(voice, 'correction', { de: '{claim:outflow}', en: '{claim:outflow}' }, 'kind: news', {
    corrects: { number: wrong.number, was: wrong.text, why },
  })
  await sayFile(voice, 'advisory', advisory(voice.contact))
}

/** In the end customers hear first what the closing report then says to everybody. */
export async function tellTheEnd(voice: PublicVoice): Promise<void> {
  await state(voice, 'cause', 'cause', 'confirmed', 'the script of the exercise', {
    de: 'Ursache war eine Schwachstelle in einem Fernwartungszugang.',
    en: 'The cause was a vulnerability in a remote maintenance access.',
  })
  await state(voice, 'backups', 'backups', 'excluded', 'every file that came back was read and compared')
  const all = '{claim:outflow}\n\n{claim:cause}\n\n{claim:backups}'
  await say(voice, 'findings-for-tenants', { de: all, en: all }, 'audience: tenant')
  await sayFile(voice, 'closing-report', closing(voice.contact))
}

async function state(
  voice: PublicVoice,
  claim: string,
  of: ClaimClass,
  is: ClaimState,
  report: string,
  wording: Words | undefined = readyWording(of, is),
): Promise<void> {
  if (wording === undefined) return
  const asOf = voice.clock.now().toISOString()
  const statement: ClaimStatement = {
    claim,
    class: of,
    state: is,
    scope: [],
    wording,
    evidence: [digestOf(report)],
    asOf,
  }
  // That a harm is excluded takes two.
  for (const role of is === 'excluded' ? ['forensics', 'dpo'] : ['forensics']) {
    const contentHash = claimHash(voice.desk.desk.case.id, statement)
    const signed = sign(voice, role, { subject: 'claim', name: claim, contentHash })
    await voice.desk.execute({ command: 'state', statement, ...signed }, by(voice, signed.person))
  }
}

async function say(
  voice: PublicVoice,
  update: string,
  text: Words,
  head = 'kind: news',
  more: Partial<Draft> = {},
): Promise<void> {
  await sayFile(voice, update, `${head}\n${promised(voice, head)}[de]\n${text.de}\n[en]\n${text.en}\n`, more)
}

/** Written as people write it, checked, signed by whom its kind asks for, checked again. */
async function sayFile(
  voice: PublicVoice,
  update: string,
  file: string,
  more: Partial<Draft> = {},
): Promise<void> {
  const { desk, clock } = voice
  const asOf = clock.now().toISOString()
  const draft = { ...parseDraftFile(update, `as-of: ${asOf}\n${file}`), ...more }
  await desk.execute({ command: 'draft', draft }, by(voice))
  const kept = desk.desk.drafts.get(update)
  if (kept === undefined) return
  for (const role of rolesFor(kept)) {
    const contentHash = draftHash(desk.desk.case.id, kept, claimsInForce(desk.desk))
    const signed = sign(voice, role, { subject: subjectOf(kept), name: update, contentHash })
    await desk.execute({ command: 'approve', update, contentHash, ...signed }, by(voice, signed.person))
  }
  await desk.execute({ command: 'publish', update }, by(voice))
}

function rolesFor({ kind, audience }: Pick<Draft, 'kind' | 'audience'>): readonly string[] {
  if (kind === 'closing') return ['legal', 'management']
  return audience === 'tenant' ? ['dpo', 'forensics'] : ['comms', 'legal']
}

function promised({ clock }: PublicVoice, head: string): string {
  if (head.startsWith('audience')) return ''
  return `next-by: ${new Date(clock.now().getTime() + 4 * hours).toISOString()}\n`
}

function sign(
  { desk, people }: PublicVoice,
  role: string,
  what: Pick<SignedDecision, 'subject' | 'name' | 'contentHash'>,
): { readonly person: string; readonly signature: string } {
  const responder = people.find((one) => one.role === role)
  if (responder === undefined) throw new RangeError(`nobody of the drill is ${role}`)
  const { person, key } = responder
  const decision = { case: caseOf(what.subject, desk.desk.case.id), ...what, person, role }
  return { person, signature: signDecision(decision, key) }
}

function by({ clock }: PublicVoice, actor = 'anlauf drill'): { readonly actor: string; readonly at: string } {
  return { actor, at: clock.now().toISOString() }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function advisory(contact: string): string {
  return `kind: advisory
[title de]
Gefälschte Mails in unserem Namen
[title en]
Forged mails in our name
[threat de]
Es gehen Mails um, die unseren Namen tragen und einen Anhang haben. Sie kommen nicht von uns.
[threat en]
Mails are about that bear our name and have an attachment. They are not from us.
[example de]
Im Text steht hxxps://falsch[.]example.
[example en]
The text has hxxps://falsch[.]example.
[senders de]
Wir rufen nur von ${contact} an. Wir fragen Sie nie nach einem Passwort.
[senders en]
We call from ${contact} only. We never ask you for a password.
[blocked de]
Anhänge dieser Arten nehmen wir bis 31. März 2026, 12:00 Uhr (MESZ) nicht an: .one, .iso.
[blocked en]
Until 31 March 2026, 12:00 CEST we do not accept attachments of these kinds: .one, .iso.
[clicked de]
Trennen Sie das Gerät vom Netz, schalten Sie es nicht aus, und rufen Sie an: ${contact}.
[clicked en]
Disconnect the device from the network, do not switch it off, and call: ${contact}.
`
}

function closing(contact: string): string {
  return `kind: closing
[cause de]
{claim:cause}
[cause en]
{claim:cause}
[excluded de]
{claim:backups} Jede Datei, die herausgegeben wurde, ist gelesen und verglichen.
[excluded en]
{claim:backups} Each file that was handed out was read and compared.
[measures de]
Diese Übung wird ausgewertet; was fehlte, kommt in den Notfallplan.
[measures en]
This exercise is reviewed; what was missing goes into the emergency plan.
[contact de]
${contact}
[contact en]
${contact}
`
}
