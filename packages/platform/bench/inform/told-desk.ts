import { createHash } from 'node:crypto'

import { decide, evolve, initialCase, isRefusal } from '../../src/core/case/index.ts'
import type { Estate } from '../../src/core/estate/index.ts'
import { type Desk, initialDesk, type Published } from '../../src/core/updates/index.ts'

const start = Date.parse('2026-01-11T23:00:00Z')
const hour = 3_600_000

/** A desk that told the public so many updates, in texts of usual length; every tenth corrects the one before. */
export function toldDesk(estate: Estate, updates: number): Desk {
  const declared = decide(initialCase('bench'), {
    command: 'declare',
    title: 'bench',
    exercise: true,
    tenants: estate.tenants.map(({ id }) => id),
    services: estate.services.map(({ id }) => id),
  })
  if (isRefusal(declared)) throw new Error(declared.message)
  const state = declared.reduce(
    (now, event) => evolve(now, event, new Date(start).toISOString()),
    initialCase('bench'),
  )
  const published = Array.from({ length: updates }, (_, at) => update(at, estate))
  return { ...initialDesk('bench'), case: state, published }
}

const states = ['offline_by_plan', 'restoring', 'verifying', 'partial_outage', 'major_outage']

function update(at: number, estate: Estate): Published {
  const text = {
    de: `Stand ${at}. ${'Die Wiederherstellung geht weiter, jeder Stand wird geprüft, bevor er herausgegeben wird. '.repeat(8)}`,
    en: `State ${at}. ${'The recovery goes on, each state is checked before it is handed out to anybody. '.repeat(8)}`,
  }
  const was = { de: `Stand ${at - 1}.`, en: `State ${at - 1}.` }
  const why = { de: 'Eine Zahl war falsch.', en: 'A number was wrong.' }
  return {
    number: at + 1,
    update: `update-${at}`,
    kind: 'news',
    at: new Date(start + at * 4 * hour).toISOString(),
    asOf: new Date(start + at * 4 * hour - hour / 6).toISOString(),
    nextBy: new Date(start + (at + 1) * 4 * hour).toISOString(),
    text,
    contentHash: createHash('sha256').update(text.de).digest('hex'),
    claims: [],
    states: Object.fromEntries(
      estate.services.map(({ id }, place) => [id, states[(at + place) % states.length] ?? '']),
    ),
    ...(at % 10 === 9 && { corrects: { number: at, was, why } }),
  }
}
