import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exampleEstate } from '../estate.fixture.ts'
import { draftHash } from '../draft.ts'
import { PlayedDesk } from '../played-desk.fixture.ts'
import { parsePreApproval, reviewTemplate } from './pre-approval.ts'
import { filledFile, filledTemplate } from './filled-template.fixture.ts'

const emptyClaims = new Map()

function ready(): PlayedDesk {
  const played = new PlayedDesk().declare()
  return played.run({ command: 'draft', draft: filledTemplate('holding', played.now) }).approve('holding')
}

test('one person lets out what two approved: the slots say what the case says, in both languages', () => {
  const played = ready().run({ command: 'publish', update: 'holding' })
  const [first] = played.desk.published
  assert.ok(first)
  assert.match(
    first.text.de,
    /Seit Mittwoch, 11\.\s?März\s?2026, 09:00\s?Uhr\s?\(MEZ\) stehen diese Dienste nicht zur Verfügung: E-Mail und Dateiablage\./u,
  )
  assert.match(
    first.text.en,
    /Since Wednesday 11\s?March\s?2026, 09:00\s?CET these services have been unavailable: Mail and File share\./u,
  )
  assert.match(first.text.en, /next update will be on this page by Wednesday 11\s?March\s?2026, 13:00/u)
  assert.match(first.text.de, /Wir trennen die betroffenen Systeme vom Netz/)
  assert.equal(first.nextBy, new Date(played.now + 4 * 3_600_000).toISOString())
  assert.deepEqual(
    first.parts?.map(({ part }) => part),
    ['unavailable', 'action', 'who', 'next', 'contact'],
  )
  assert.equal(played.desk.unproven, 0)
})

test('the approvals know no case: the same signatures hold in another one, but for another text they do not', () => {
  const { desk } = ready()
  const draft = desk.drafts.get('holding')
  assert.ok(draft)
  assert.equal(draftHash('case-a', draft, emptyClaims), draftHash('case-b', draft, emptyClaims))
  const { de, en } = draft.text
  assert.notEqual(
    draftHash('', { ...draft, text: { de, en: `${en}.` } }, emptyClaims),
    draftHash('', draft, emptyClaims),
  )
  const news = { ...draft, kind: 'news' as const }
  assert.notEqual(draftHash('case-a', news, emptyClaims), draftHash('case-b', news, emptyClaims))
})

test('an approval of an update under a case is none of a template, nor the other way round', () => {
  const played = new PlayedDesk().declare()
  played.run({ command: 'draft', draft: filledTemplate('holding', played.now) })
  const command = played.approval('holding', 'comms')
  assert.ok(command.command === 'approve')
  const forged = played.approval('holding', 'comms', 'comms', 'update')
  assert.equal(played.try(forged)?.refused, 'wrong-signature')
  assert.equal(played.try(command), undefined)
})

test('what somebody writes into the log with other facts than the case has is shown to nobody', () => {
  const genuine = ready().run({ command: 'publish', update: 'holding' }).events.at(-1)
  assert.ok(genuine?.type === 'update.published')
  const changes: readonly Partial<typeof genuine>[] = [
    { text: { ...genuine.text, de: genuine.text.de.replace('Dateiablage', 'Archiv') } },
    { text: { ...genuine.text, en: genuine.text.en.replace('09:00', '08:00') } },
    { text: { ...genuine.text, en: genuine.text.en.replace('23125 100', '99999 666') } },
    { nextBy: new Date(Date.parse(genuine.nextBy) + 1000).toISOString() },
    { contentHash: 'f'.repeat(64) },
  ]
  for (const change of changes) {
    const played = ready().believe({ ...genuine, ...change })
    assert.deepEqual([played.desk.published.length, played.desk.unproven], [0, 1], JSON.stringify(change))
  }
})

test('it is a first word: not after an update, not after a release, not when it is too old', () => {
  const later = ready().publish('news', { de: 'Wir arbeiten.', en: 'We work.' })
  assert.match(later.try({ command: 'publish', update: 'holding' })?.message ?? '', /is a first word/)
  const old = ready().wait(24 * 301)
  assert.match(old.try({ command: 'publish', update: 'holding' })?.message ?? '', /out of date/)
  const played = new PlayedDesk().declare()
  const draft = {
    ...filledTemplate('holding', played.now),
    goodUntil: new Date(played.now + 500 * 86_400_000).toISOString(),
  }
  assert.match(played.try({ command: 'draft', draft })?.message ?? '', /more than 400 days/)
})

test('a service that got another name since is not told by the old one', () => {
  const played = ready()
  const renamed = {
    ...exampleEstate,
    services: exampleEstate.services.map((one) =>
      one.id === 'mail' ? { ...one, name: { de: 'Post', en: 'Post' } } : one,
    ),
  }
  const refused = played.try({ command: 'publish', update: 'holding' }, renamed)
  assert.deepEqual(
    refused?.findings.map(({ kind }) => kind),
    ['records-moved'],
  )
})

test('a file of approvals is read or refused, and a text that is no template is refused before anybody signs', () => {
  const now = new Date('2026-03-01T08:00:00Z')
  const text = filledFile('holding', now.getTime(), 'Technik und Kommunikation')
  const { contentHash, findings } = reviewTemplate('first-word', text, exampleEstate, now)
  assert.deepEqual(findings, [])
  const signature = { person: 'comms', role: 'comms', keyId: 'k', contentHash, signature: 's' }
  const file = {
    kind: 'anlauf-pre-approval',
    version: 1,
    update: 'first-word',
    text,
    signatures: [signature],
  }
  assert.equal(parsePreApproval(JSON.stringify(file)).signatures[0]?.contentHash, contentHash)
  for (const bad of [
    '',
    '[]',
    'null',
    JSON.stringify({ ...file, version: 2 }),
    JSON.stringify({ ...file, signatures: [{ person: 1 }] }),
    JSON.stringify({ ...file, signatures: Array.from({ length: 21 }, () => signature) }),
  ]) {
    assert.throws(() => parsePreApproval(bad), /no file of approvals/)
  }
  assert.throws(
    () => reviewTemplate('x', '[de]\nx\n[en]\nx\n', exampleEstate, now),
    /cannot be approved beforehand/,
  )
  const named = reviewTemplate(
    'first-word',
    filledFile('holding', now.getTime(), 'Nordwind Makler'),
    exampleEstate,
    now,
  )
  assert.ok(named.findings.some(({ kind }) => kind === 'names-customer'))
})
