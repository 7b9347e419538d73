import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { duties } from '../../core/duties/index.ts'
import { factSheet } from '../../core/facts/index.ts'
import { PlayedFacts } from '../../core/facts/played-facts.fixture.ts'
import { emptyFilings } from '../../core/filings/index.ts'
import { complyFindings } from './comply-findings.ts'
import { contradictions, type HandedIn } from './contradictions.ts'
import type { Draft } from './draft.ts'
import { prepareDrafts } from './prepare.ts'
import { csvOf, registerOf } from './registers.ts'

const dutyOf = (id: string) => duties.find((one) => one.id === id) ?? assert.fail(id)
const filings = emptyFilings('case-1')
const proof = 'a'.repeat(64)

function draft(played: PlayedFacts, id: string): Draft {
  return prepareDrafts(played.base(), dutyOf(id), { language: 'de' })[0] ?? assert.fail(id)
}

function held(recipient: string, duty: string, metAt: string, one: Draft): HandedIn {
  return { recipient, duty, metAt, draft: one }
}

test('a breach is in the register from the start, reported or not', () => {
  const played = new PlayedFacts().declare()
  played.say('persons.consequences', { de: 'Mails waren zwei Tage nicht lesbar.' }, { scope: 'own' })
  const line = () => registerOf('breaches', played.base(), filings, { language: 'de' })[0]
  assert.equal(line()?.['effects'], 'Mails waren zwei Tage nicht lesbar.')
  assert.equal(line()?.['reportedAt'], '')
  const metAt = '2026-03-11T11:00:00.000Z'
  played.runClock({ command: 'meet', duty: 'gdpr-33-1', metAt, proof, reference: 'DPA-7' })
  assert.equal(line()?.['reportedAt'], metAt)
  assert.equal(line()?.['reference'], 'DPA-7')
})

test('submissions have receipts, times and numbers; an authority sees its own only', () => {
  const played = new PlayedFacts().declare()
  const metAt = '2026-03-11T11:00:00.000Z'
  played.runClock({ command: 'meet', duty: 'gdpr-33-1', metAt, proof, reference: 'DPA-7' })
  played.runClock({ command: 'meet', duty: 'gdpr-33-2', tenants: ['nordwind'], metAt, proof })
  const all = registerOf('submissions', played.base(), filings, { language: 'en' })
  assert.deepEqual(
    all.map(({ duty, tenant, receipt }) => [duty, tenant, receipt]),
    [
      ['gdpr-33-2', 'nordwind', proof],
      ['gdpr-33-1', '', proof],
    ],
  )
  const own = registerOf('submissions', played.base(), filings, {
    language: 'en',
    authority: 'data-protection',
  })
  assert.deepEqual(
    own.map(({ duty }) => duty),
    ['gdpr-33-1'],
  )
  assert.doesNotMatch(JSON.stringify(own), /nordwind/)
})

test('CSV is read back as it was written, and no cell is a formula', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '=', '+', '-', '@', 'ä', ' ') })
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const csv = csvOf(rows.map(([one, other]) => ({ one, other })))
      const [head, ...cells] = parseCsv(csv)
      assert.deepEqual(head, ['one', 'other'])
      const plain = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
      assert.deepEqual(
        cells,
        rows.map((row) => row.map(plain)),
      )
      for (const cell of cells.flat()) assert.doesNotMatch(cell, /^[=+\-@]/)
    }),
    { numRuns: 500 },
  )
})

/** RFC 4180, written once more. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < csv.length; at += 1) {
    const here = csv[at] ?? ''
    if (quoted) {
      if (here !== '"') cell += here
      else if (csv[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (here === '"') quoted = true
    else if (here === ',') {
      row.push(cell)
      cell = ''
    } else if (here === '\r' && csv[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else cell += here
  }
  return rows
}

test('recipients that hold different answers are found, corrected ones are not', () => {
  const played = new PlayedFacts().declare().say('incident.severity', { de: 'gering' })
  const early = draft(played, 'bsig-32-1-2')
  played.say('incident.severity', { de: 'hoch' }, { asOf: '2026-03-11T11:00:00.000Z' })
  const later = draft(played, 'tkg-168-2')
  const sheet = factSheet(played.base(), 'own')
  const first = held('BSI', 'bsig-32-1-2', '2026-03-11T10:30:00.000Z', early)
  const second = held('BNetzA', 'tkg-168-2', '2026-03-11T11:30:00.000Z', later)
  const found = contradictions([first, second], sheet)
  assert.deepEqual(
    found.map(({ field, kind }) => `${field} ${kind}`),
    ['incident.severity recipients', 'incident.severity overtaken'],
  )
  assert.deepEqual(
    found[0]?.answers.map(({ recipient, value }) => `${recipient} ${value}`),
    ['BSI gering', 'BNetzA hoch'],
  )
  const corrected = held('BSI', 'bsig-32-1-3', '2026-03-11T11:45:00.000Z', draft(played, 'bsig-32-1-3'))
  assert.deepEqual(contradictions([first, second, corrected], sheet), [])
  assert.deepEqual(contradictions([second, corrected, first], sheet), [], 'whatever the order of the list')
})

test('what an auditor would ask is found', () => {
  const played = new PlayedFacts().declare()
  played.now = Date.parse('2026-11-30T12:00:00Z')
  const metAt = '2026-03-11T11:00:00.000Z'
  played.runClock({ command: 'meet', duty: 'bsig-32-1-1', metAt, proof })
  const rules = () => complyFindings(played.base(), filings, []).map(({ rule, about }) => `${rule} ${about}`)
  const found = rules()
  assert.ok(found.includes('profile-unreviewed legal'))
  assert.ok(found.includes('account-missing bsi'))
  assert.ok(found.includes('never-checked dpa-be'))
  assert.ok(found.includes('submitted-unknown bsig-32-1-1'))
  played.now = Date.parse('2027-06-30T12:00:00Z')
  assert.ok(rules().includes('form-outdated gdpr-33-1'))
  assert.ok(rules().includes('outdated bsi'))
})
