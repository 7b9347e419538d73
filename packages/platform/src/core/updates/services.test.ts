import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { ServiceState } from '../messages/index.ts'
import { cadenceOf } from './cadence.ts'
import { exampleEstate } from './estate.fixture.ts'
import { PlayedDesk } from './played-desk.fixture.ts'
import { serviceStates } from './service-states.ts'
import { severity, shownState, type StatedState, statedStates } from './stated-services.ts'

const states = Object.keys(severity) as ServiceState[]
const recordedStates = states.filter(
  (one) => !statedStates.includes(one as StatedState) || one === 'major_outage',
)

test('nothing a person says makes a service operational, or better than the records but for a workaround', () => {
  for (const recorded of recordedStates) {
    for (const stated of statedStates) {
      const shown = shownState(recorded, stated)
      if (recorded !== 'operational') assert.notEqual(shown, 'operational', `${recorded} ${stated}`)
      const mayBeBetter = stated === 'workaround' || recorded === 'unknown'
      assert.ok(mayBeBetter || severity[shown] >= severity[recorded], `${recorded} ${stated} ${shown}`)
    }
    assert.equal(shownState(recorded, undefined), recorded)
    assert.equal(shownState(recorded, 'as_recorded'), recorded)
  }
})

test('a service that the case does not name is unknown until its owner says it was not hit, on evidence', () => {
  const played = new PlayedDesk().declare()
  const state = (id: string): string | undefined =>
    serviceStates(played.desk.case, exampleEstate, played.desk.services).get(id)
  assert.equal(state('compare'), 'unknown')
  const said = played.aboutService('compare', 'not_affected')
  assert.equal(played.try(played.sayingOf(said, 'comms'))?.refused, 'unknown-person')
  assert.match(
    played.try(played.sayingOf({ ...said, evidence: [] }, 'service-owner'))?.message ?? '',
    /rests on nothing/,
  )
  played.run(played.sayingOf(said, 'service-owner'))
  assert.equal(state('compare'), 'not_affected')
  const hit = played.aboutService('mail', 'not_affected')
  assert.match(played.try(played.sayingOf(hit, 'service-owner'))?.message ?? '', /names "mail" as hit/)
})

test('who may say what: a workaround with its instruction by the owner, an outage by everybody', () => {
  const played = new PlayedDesk().declare()
  const bare = played.aboutService('mail', 'workaround')
  assert.match(played.try(played.sayingOf(bare, 'service-owner'))?.message ?? '', /says how/)
  const risky = { ...bare, instruction: { de: 'Siehe https://x.example', en: 'See https://x.example' } }
  assert.equal(played.try(played.sayingOf(risky, 'service-owner'))?.refused, 'bad-text')
  const instruction = { de: 'Nutzen Sie das Faxgerät.', en: 'Use the fax machine.' }
  played.run(played.sayingOf({ ...bare, instruction }, 'service-owner'))
  played.run(played.sayingOf(played.aboutService('share', 'major_outage'), 'comms'))
  const isolated = played.aboutService('share', 'isolated_running')
  assert.match(played.try(played.sayingOf(isolated, 'service-owner'))?.message ?? '', /No isolation/)
  const nobody = played.aboutService('directory', 'as_recorded')
  assert.match(
    played.try(played.sayingOf(nobody, 'service-owner'))?.message ?? '',
    /nothing to take back|Nobody/,
  )
})

test('a promise is watched: two reminders, then the lead; the approved "no news" keeps it while it is true', () => {
  const played = new PlayedDesk().declare()
  const cadence = () => cadenceOf(played.desk, new Date(played.now))
  assert.equal(cadence().level, 'nothing promised')
  const none = { de: 'Es gibt nichts Neues.', en: 'There is nothing new.' }
  played.run({ command: 'draft', draft: { update: 'none', kind: 'no-news', text: none, everyHours: 4 } })
  played.approve('none').publish('a', { de: 'Wir arbeiten daran.', en: 'We are working on it.' })
  const levels = [0, 1.1, 2, 0.85, 0.1].map((hours) => {
    const { level, isDue } = (played.wait(hours), cadence())
    return `${level}${isDue ? ', due' : ''}`
  })
  assert.deepEqual(levels, ['kept', 'three hours', 'one hour', 'one hour, due', 'overdue, due'])
  assert.deepEqual([cadence().kept, cadence().missed], [0, 1])
  played.run({ command: 'publish', update: 'none' })
  assert.deepEqual([cadence().level, cadence().kept, cadence().missed], ['kept', 0, 1])
  assert.equal(cadence().noNews?.untrue, undefined)
  played.wait(1).state('x', 'loss', 'indicated')
  assert.match(cadence().noNews?.untrue ?? '', /"x" was stated/)
})
