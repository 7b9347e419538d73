import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nightCase } from '../case/approval-case.fixture.ts'
import { passkey } from '../case/passkey.fixture.ts'
import { type Desk, draftHash, evolveDesk, initialDesk, stageOfDraft } from './index.ts'

test('comms and legal let a text out with their passkeys; a revoked key or another text takes that back', () => {
  const { night } = nightCase()
  const [comms, legal] = [passkey('carla'), passkey('leo')]
  night.register(comms, ['comms'], [], 'x')
  night.register(legal, ['legal'], [], 'x')
  const draft = {
    update: 'first-word',
    kind: 'news' as const,
    text: { de: 'Wir wurden angegriffen.', en: 'We were attacked.' },
    asOf: night.now,
    nextBy: new Date(night.at + 4 * 3_600_000).toISOString(),
  }
  let desk: Desk = { ...initialDesk('night-1'), case: night.state }
  desk = evolveDesk(desk, { type: 'update.drafted', ...draft }, night.now)
  const stage = () => {
    const kept = desk.drafts.get('first-word')
    assert.ok(kept)
    return stageOfDraft({ ...desk, case: night.state }, kept, new Date(night.at))
  }
  const request = night.ask({
    subject: { kind: 'update', name: 'first-word' },
    contentHash: draftHash('night-1', draft, new Map()),
    roles: ['comms', 'legal'],
    distinctRoles: true,
  })
  night.run(night.word(comms, request, { role: 'comms' }))
  assert.equal(stage(), 'in review')
  night.run(night.word(legal, request, { role: 'legal' }))
  assert.equal(stage(), 'approved')
  const before = desk
  desk = evolveDesk(
    desk,
    { type: 'update.drafted', ...draft, text: { ...draft.text, en: 'We are fine.' } },
    night.now,
  )
  assert.equal(stage(), 'in review')
  desk = before
  night.run({ command: 'revokeKey', keyId: legal.keyId, by: 'anna', reason: 'lost' })
  assert.equal(stage(), 'in review')
})

test('no text goes out on signatures that ran out, not even the one that says that there is no news', () => {
  const { night } = nightCase()
  const [comms, legal] = [passkey('carla'), passkey('leo')]
  night.register(comms, ['comms'], [], 'x')
  night.register(legal, ['legal'], [], 'x')
  const draft = { update: 'quiet', kind: 'no-news' as const, text: { de: 'Nichts Neues.', en: 'No news.' } }
  const kept = evolveDesk(
    { ...initialDesk('night-1'), case: night.state },
    { type: 'update.drafted', ...draft },
    night.now,
  )
  const stage = (at: number) => {
    const desk = { ...kept, case: night.state }
    const own = desk.drafts.get('quiet')
    assert.ok(own)
    return stageOfDraft(desk, own, new Date(at))
  }
  const request = night.ask({
    subject: { kind: 'update', name: 'quiet' },
    contentHash: draftHash('night-1', draft, new Map()),
    roles: ['comms', 'legal'],
  })
  night.run(night.word(comms, request, { role: 'comms' }))
  night.run(night.word(legal, request, { role: 'legal' }))
  assert.equal(stage(night.at), 'approved')
  assert.equal(stage(night.at + 9 * 3_600_000), 'in review')
})
