import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate } from './estate.fixture.ts'
import { PlayedDesk } from './played-desk.fixture.ts'

const text = {
  de: 'Die Techniker arbeiten an der Wiederherstellung.',
  en: 'The engineers are working on the recovery.',
}
const desk = (): PlayedDesk => new PlayedDesk().declare()

test('what was approved before a newer word went out does not go out after it', () => {
  const played = desk().draft('old', text).approve('old').wait(0.5)
  const newer = { de: 'Die Techniker sind weiter.', en: 'The engineers are further.' }
  played.publish('new', newer)
  assert.match(played.try({ command: 'publish', update: 'old' })?.message ?? '', /before that of update 1/)
  const why = { de: 'Der Satz war falsch.', en: 'The sentence was wrong.' }
  const corrects = { number: 1, was: newer, why }
  played.draft('one', text, { corrects }).approve('one').draft('two', text, { corrects }).approve('two')
  played.run({ command: 'publish', update: 'one' })
  assert.match(played.try({ command: 'publish', update: 'two' })?.message ?? '', /is corrected by update 2/)
})

test('the reason of a correction says no more than a text may', () => {
  const played = desk().publish('a', text)
  for (const [de, en, kind] of [
    ['Es wurden keine Daten gestohlen.', 'No data was stolen.', 'claim-not-registered'],
    ['Siehe https://evil.example/x', 'See https://evil.example/x', 'address'],
    ['Alle Dienste laufen wieder.', 'All services are back.', 'all-clear-while-open'],
    ['Es gilt {claim:x}.', 'It holds: {claim:x}.', 'open-slot'],
    ['Um 06:12 falsch.', 'Wrong at 06:12.', 'time-without-zone'],
  ] as const) {
    const corrects = { number: 1, was: text, why: { de, en } }
    const draft = played.draftOf(
      'b',
      { de: 'Die Techniker sind da.', en: 'The engineers are here.' },
      { corrects },
    )
    const kinds = played.try({ command: 'draft', draft })?.findings.map((one) => one.kind)
    assert.ok(kinds?.includes(kind), `${de} ${kinds?.join()}`)
  }
})

test('the sentence of a claim names no customer, has no address and calls nothing clear', () => {
  const customer = exampleEstate.tenants[0]?.name ?? ''
  const played = desk()
  for (const [de, en, kind] of [
    [`Sie liegen bei ${customer}.`, `They are at ${customer}.`, 'names-customer'],
    ['Siehe https://evil.example/x', 'See https://evil.example/x', 'address'],
    ['Alle Dienste laufen wieder.', 'All services are back.', 'all-clear-while-open'],
    ['Es gilt {claim:y}.', 'It holds: {claim:y}.', 'open-slot'],
    ['\u202eWir arbeiten.', 'We work.', 'deceiving-characters'],
  ] as const) {
    const wording = { de: `Es sind Daten abgeflossen. ${de}`, en: `Data was stolen. ${en}` }
    const statement = played.statement('x', 'exfiltration', 'confirmed', { wording })
    const refused = played.try(played.stating(statement, 'forensics'))
    assert.ok(
      refused?.findings.some((one) => one.kind === kind),
      `${de} ${JSON.stringify(refused)}`,
    )
  }
})

test('a text to two tenants names neither, and one to a tenant does not call back what it has not got', () => {
  const [one, two] = exampleEstate.tenants
  assert.ok(one && two)
  const played = desk()
  const about = (name: string) => ({
    de: `Wir prüfen die Daten von ${name}.`,
    en: `We check the data of ${name}.`,
  })
  const to = (tenants: readonly string[], said = about(one.name)) => {
    const draft = { update: 'a', kind: 'news' as const, text: said, asOf: new Date(played.now).toISOString() }
    return played.try({ command: 'draft', draft: { ...draft, audience: 'tenant', tenants } })
  }
  assert.equal(to([one.id]), undefined)
  assert.deepEqual(
    new Set(to([one.id, two.id])?.findings.map(({ kind }) => kind)),
    new Set(['names-customer']),
  )
  const all = exampleEstate.tenants.map(({ id }) => id)
  const back = { de: 'Die Dateiablage ist verfügbar.', en: 'File share is available.' }
  for (const tenants of [[one.id], all]) {
    const kinds = to(tenants, back)?.findings.map(({ kind }) => kind)
    assert.ok(kinds?.includes('service-not-released'), tenants.join())
  }
})

test('a signature by a key that was revoked since does not help a claim into force', () => {
  const played = desk()
  const statement = played.statement('x', 'exfiltration', 'excluded')
  played.run(played.stating(statement, 'forensics'))
  const { keyId = '' } = played.desk.case.approvers.get('forensics') ?? {}
  played.runCase({ command: 'revokeKey', keyId, by: 'lead', reason: 'stolen' })
  played.run(played.stating(statement, 'dpo'))
  assert.equal(played.desk.claims.get('x')?.inForce, undefined)
  played.run(played.stating(statement, 'legal'))
  assert.equal(played.desk.claims.get('x')?.inForce?.state, 'excluded')
})
