import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate } from './estate.fixture.ts'
import { nagsOf } from './nags.ts'
import { PlayedDesk } from './played-desk.fixture.ts'

const words = (text: string): { de: string; en: string } => ({ de: text, en: text })

function said(played: PlayedDesk): readonly string[] {
  return nagsOf(played.desk, exampleEstate, new Date(played.now)).map((nag) =>
    nag.nag === 'silence'
      ? `${nag.service} ${nag.hours}`
      : nag.nag === 'review-over'
        ? 'review'
        : `staff ${nag.number}`,
  )
}

test('a service that is down is asked about after 3, 6, 12 and 24 hours without a word', () => {
  const played = new PlayedDesk().declare()
  const seen = [1, 2, 3, 6, 12, 40].map((hours) => {
    played.wait(hours)
    return said(played).filter((one) => one.startsWith('mail '))
  })
  assert.deepEqual(seen, [[], ['mail 3'], ['mail 6'], ['mail 12'], ['mail 24'], ['mail 24']])
})

test('an update counts for the services it names or whose state it tells anew; "no news" for none', () => {
  const played = new PlayedDesk().declare().publish('first', words('Wir arbeiten daran.'))
  played.wait(3.5).publish('second', words('E-Mail ist nicht verfügbar; Mail is not available.'))
  assert.deepEqual(said(played), ['share 3', 'staff 2'])
  played.wait(3.5)
  assert.deepEqual(said(played), ['mail 3', 'share 6', 'staff 2'])
})

test('staff are told with or before the public, or somebody is asked; told afterwards it is settled', () => {
  const played = new PlayedDesk().declare()
  const toStaff = (update: string): void => {
    const { nextBy: _none, ...draft } = played.draftOf(
      update,
      words('Bitte verweisen Sie Anrufer an die Zentrale.'),
      { audience: 'staff' },
    )
    played.run({ command: 'draft', draft }).approve(update, ['lead']).run({ command: 'publish', update })
  }
  toStaff('note-1')
  played.publish('first', words('Wir arbeiten daran.'))
  assert.deepEqual(said(played), [])
  played.wait(1).publish('second', words('Wir arbeiten weiter.'))
  assert.deepEqual(said(played), ['staff 2'])
  toStaff('note-2')
  assert.deepEqual(said(played), [])
})

test('a closed case asks nothing', () => {
  const played = new PlayedDesk().declare().wait(30).runCase({ command: 'close' })
  assert.deepEqual(said(played), [])
})
