import assert from 'node:assert/strict'
import { test } from 'node:test'

import { germanLands } from '../../estate/index.ts'
import { authorities, type AuthorityId } from '../authorities.ts'
import { directory, directoryFindings, entriesFor } from './index.ts'

/** Those that are people or companies, not authorities. */
const noAuthorities: readonly AuthorityId[] = [
  'controllers',
  'data-subjects',
  'clients',
  'insurer',
  'market',
  'internal',
  'contract-partner',
]

test('every authority of the rules is in the directory, every Land has its two', () => {
  for (const id of Object.keys(authorities) as AuthorityId[]) {
    assert.equal(entriesFor(id).length === 0, noAuthorities.includes(id), id)
  }
  for (const land of germanLands) {
    assert.equal(entriesFor('data-protection', land).length, 1, land)
    assert.equal(entriesFor('police', land).length, 1, land)
  }
})

test('every entry has an id of its own, a source, and an address or a reason why it has none', () => {
  assert.equal(new Set(directory.map(({ id }) => id)).size, directory.length)
  for (const { id, name, source, portal, checkedAt } of directory) {
    assert.ok(name.de !== '' && name.en !== '' && source.length > 10, id)
    if (portal !== undefined) assert.equal(new URL(portal).protocol, 'https:', id)
    if (checkedAt !== undefined) assert.equal(Temporal.PlainDate.from(checkedAt).toString(), checkedAt, id)
  }
})

test('an entry that nobody compared, an old one and a portal without account are findings', () => {
  const rules = (today: string, accounts?: readonly string[]): readonly string[] =>
    directoryFindings(['bsi'], { land: 'BE', ...(accounts && { accounts }) }, today).map(({ rule }) => rule)
  assert.deepEqual(rules('2026-11-30'), ['account-missing'])
  assert.deepEqual(rules('2026-11-30', ['bsi']), [])
  assert.deepEqual(rules('2027-05-31', ['bsi']), [], '183 days')
  assert.deepEqual(rules('2027-06-01', ['bsi']), ['outdated'])
  const unknown = directoryFindings(['data-protection'], { land: 'HH' }, '2026-11-30')
  assert.deepEqual(
    unknown.map(({ rule, entry }) => `${entry.id} ${rule}`),
    ['dpa-hh never-checked'],
  )
  assert.equal(
    directoryFindings(['data-protection'], {}, '2026-11-30').length >= 15,
    true,
    'no Land: all of them',
  )
})
