import type { Field, Shape } from '../estate/index.ts'
import { caseFacts, foundHarms, gateFacts, layers, roles } from './model.ts'

const text: Shape = { kind: 'text' }
const id: Shape = { kind: 'id' }
const words: Shape = { kind: 'words' }
const span: Shape = { kind: 'span' }
const role: Shape = { kind: 'choice', of: roles }
const fact: Shape = { kind: 'choice', of: gateFacts }
const choice = (...of: readonly string[]): Shape => ({ kind: 'choice', of })
const needed = (shape: Shape): Field => ({ shape })
const optional = (shape: Shape): Field => ({ shape, default: null })
const many = (of: Shape): Field => ({ shape: { kind: 'list', of }, default: [] })
const some = (of: Shape): Field => ({ shape: { kind: 'list', of } })
const flag = (value: boolean): Field => ({ shape: { kind: 'flag' }, default: value })
const object = (fields: Readonly<Record<string, Field>>): Shape => ({ kind: 'object', fields })

const languages: Field = { shape: { kind: 'list', of: choice('de', 'en') }, default: ['de', 'en'] }
const proof = optional(choice('log', 'operator'))
const changing = object({ select: needed(text), text: needed(words), rollback: needed(words) })

/** One entry of `do`: exactly one of these names. */
export const actionFields: Readonly<Record<string, Shape>> = {
  text: words,
  task: object({
    text: needed(words),
    assign: needed(role),
    form: many(text),
    deadline: optional(span),
    evidence: flag(false),
    proves: optional(fact),
    metBy: optional({ kind: 'choice', of: caseFacts }),
  }),
  approve: object({
    subject: needed(id),
    quorum: { shape: { kind: 'number' }, default: 2 },
    roles: some(role),
    expires: needed(span),
    proof,
  }),
  isolate: changing,
  campaign: changing,
  access: changing,
  restore: object({ select: needed(text), layer: needed(choice(...layers)) }),
  scan: object({ select: needed(text) }),
  status: object({ select: needed(text), to: needed(id), proof: needed(choice('gate', 'operator')) }),
  publish: object({
    template: needed(id),
    languages,
    nextUpdate: optional(span),
    preapproved: flag(false),
    proof,
  }),
  notice: object({
    template: needed(id),
    select: needed(text),
    languages,
    via: some(choice('mail', 'portal', 'call', 'letter')),
    proof,
  }),
  await: object({
    what: needed(choice('acknowledgement', 'receipt')),
    within: needed(span),
    else: needed(id),
    proof,
  }),
  finding: object({ question: needed(words), harm: optional(choice(...foundHarms)) }),
}

/** A plan file (`incident.md` §3), as data: what may stand where, and what must. */
export const planShape: Shape = object({
  apiVersion: needed(choice('plan/v1')),
  plan: needed(id),
  title: needed(words),
  version: needed(text),
  type: needed(choice('GFP', 'WAP', 'WHP', 'communication', 'combined')),
  author: needed(text),
  released: optional(text),
  releasedBy: optional(text),
  nextReview: needed(text),
  scope: needed(words),
  tlp: needed(choice('RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR')),
  audience: some(role),
  location: needed(text),
  retention: needed(text),
  on: needed(choice('alarm', 'declared')),
  stages: some(
    object({
      id: needed(id),
      title: needed(words),
      needs: many(id),
      forEach: optional(text),
      gate: many(fact),
      clocks: many(
        object({
          duty: needed(id),
          start: needed(id),
          strict: needed(span),
          regime: needed(choice('law', 'contract', 'internal')),
        }),
      ),
      do: some(
        object(Object.fromEntries(Object.entries(actionFields).map(([name, of]) => [name, optional(of)]))),
      ),
      startsClocks: many(object({ duty: needed(id), of: needed(choice('provider', 'tenant')) })),
    }),
  ),
})
