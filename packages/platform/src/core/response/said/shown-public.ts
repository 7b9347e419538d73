import type { FoundHarm } from '../../emergency-plan/index.ts'
import { correctionTasks, type Published } from '../../updates/index.ts'
import { countingSigners, findingsInForce } from '../../statements/index.ts'
import { names } from './happenings.ts'
import type { Said } from './said.ts'
import { type Shown, together } from './shown.ts'

/** That a publication of a template is out; for a service, the one that releases it. */
export function shownPublished(said: Said, template: string, service?: string): Shown {
  const all = said.desk.published
  const first = publicationsOf(all, template).find((one) => service === undefined || one.service === service)
  const name = first === undefined ? '' : names.published(first.number)
  const place = said.places.get(name)
  if (place === undefined) return { open: [service ?? template], by: [], signed: [] }
  return { open: [], by: [{ fact: 'published', ...place }], signed: [said.signers.get(name) ?? []] }
}

/** The first word is whatever came first; an update is whatever came after it; all else goes by its kind. */
function publicationsOf(all: readonly Published[], template: string): readonly Published[] {
  if (template === 'holding') return all.slice(0, 1)
  if (template === 'update') return all.slice(1)
  const kind = kinds[template] ?? template
  return all.filter((one) => one.kind === kind)
}

const kinds: Readonly<Record<string, string>> = {
  'service-released': 'released',
  'closing-report': 'closing',
}

/** That a text for the own people went out. */
export function shownToStaff(said: Said, caseId: string): Shown {
  const place = said.desk.handedOut.findIndex(
    ({ audience, kind }) => audience === 'staff' && kind !== 'call-script',
  )
  const at = said.places.get(names.handedOut(place))
  return at === undefined
    ? { open: [caseId], by: [], signed: [] }
    : {
        open: [],
        by: [{ fact: 'handed-out', ...at }],
        signed: [said.signers.get(names.handedOut(place)) ?? []],
      }
}

/** That the register says something, and that nothing published says otherwise. */
export function shownConsistent(said: Said, caseId: string): Shown {
  const open = [...new Set(correctionTasks(said.desk).map(({ number }) => `#${number}`))]
  const stated = [...said.desk.claims]
    .filter(([, { inForce }]) => inForce !== undefined)
    .flatMap(([claim]) => said.places.get(names.claim(claim)) ?? [])
  // Without a claim nobody has looked: that is not the same as nothing to correct.
  if (stated.length === 0) return { open: [caseId], by: [], signed: [] }
  if (open.length > 0) return { open, by: [], signed: [] }
  const last = stated.reduce((one, other) => (other.seq > one.seq ? other : one))
  const corrected = said.desk.published
    .filter(({ corrects }) => corrects !== undefined)
    .flatMap(({ number }) => said.places.get(names.published(number)) ?? [])
  return {
    open: [],
    by: [
      { fact: 'claim', ...last },
      ...corrected.slice(-1).map((at) => ({ fact: 'published' as const, ...at })),
    ],
    signed: [],
  }
}

/** That the examination has an answer for each of the tenants: about one harm, or about any. */
export function shownFound(said: Said, tenants: readonly string[], harm?: FoundHarm): Shown {
  return together(
    tenants.map((tenant) => {
      const answers = [...findingsInForce(said.statements, tenant).values()]
        .filter(({ finding }) => harm === undefined || finding.harm === harm)
        .map((one) => ({ one, at: said.places.get(names.finding(one.hash)) }))
      const by = answers.flatMap(({ at }) => (at === undefined ? [] : [{ fact: 'finding' as const, ...at }]))
      if (by.length === 0) return { open: [tenant], by: [], signed: [] }
      const valid = answers.map(({ one }) => countingSigners(one, said.statements.case))
      return { open: [], by, signed: valid }
    }),
  )
}
