import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseDraftFile } from '../updates/index.ts'
import { clusterInquiries, faqDraft, type Inquiry } from './index.ts'
import { labelled } from './labelled.fixture.ts'
import { processorMs } from '../../../../../test/processor-time.ts'

type Sample = Inquiry & { readonly wants: string }

function samples(which: 'looked at' | 'held out'): readonly Sample[] {
  return labelled.flatMap(({ topic, service, wants, messages }, group) =>
    messages.flatMap((message, place) => {
      if (place < messages.length / 2 !== (which === 'looked at')) return []
      const minute = String((place * 13 + group * 7) % 60).padStart(2, '0')
      return [
        {
          reference: `G${group}M${place}`,
          channel: 'form',
          class: 'question',
          topic,
          ...(service !== undefined && { service }),
          language: 'de',
          state: 'open',
          receivedAt: `2026-03-10T08:${minute}:00.000Z`,
          reopened: 0,
          breaches: 0,
          reminded: 0,
          words: { name: 'x', message },
          wants,
        } satisfies Sample,
      ]
    }),
  )
}

/** Of all pairs put together, how many want the same; of all that want the same, how many were put together. */
function measured(all: readonly Sample[]): { readonly precision: number; readonly recall: number } {
  const groupOf = new Map(
    clusterInquiries(all).flatMap(({ references }, group) =>
      references.map((reference) => [reference, group] as const),
    ),
  )
  let [together, right, same] = [0, 0, 0]
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      const isSame = one.wants === other.wants
      const isTogether = groupOf.get(one.reference) === groupOf.get(other.reference)
      if (isSame) same += 1
      if (isTogether) together += 1
      if (isSame && isTogether) right += 1
    }
  }
  return { precision: right / together, recall: right / same }
}

test('on the labelled set, with what was held out: few different questions thrown together, most equal ones found', (t) => {
  const [seen, held] = [measured(samples('looked at')), measured(samples('held out'))]
  t.diagnostic(`looked at: precision ${seen.precision.toFixed(2)}, recall ${seen.recall.toFixed(2)}`)
  t.diagnostic(`held out: precision ${held.precision.toFixed(2)}, recall ${held.recall.toFixed(2)}`)
  assert.ok(seen.precision >= 0.95 && seen.recall >= 0.75)
  assert.ok(held.precision >= 0.95 && held.recall >= 0.75)
})

test('the same inquiries make the same clusters in any order; the attacker’s and deleted ones take no part', () => {
  const all = [...samples('looked at'), ...samples('held out')]
  const one = clusterInquiries(all)
  assert.deepEqual(clusterInquiries(all.toReversed()), one)
  assert.ok((one[0]?.references.length ?? 0) >= (one.at(-1)?.references.length ?? 0))
  const [first] = all
  assert.ok(first !== undefined)
  const { words: _gone, ...deleted } = first
  assert.deepEqual(clusterInquiries([{ ...first, class: 'security' }, deleted]), [])
})

test('another service or topic is another question; nonsense and emptiness disturb nobody', () => {
  const [first] = samples('looked at')
  assert.ok(first !== undefined)
  const other = { ...first, reference: 'B', service: 'share' }
  assert.equal(clusterInquiries([first, other]).length, 2)
  const empty = { ...first, reference: 'C', words: { name: 'x', message: '😀 \u0000 ...' } }
  assert.equal(clusterInquiries([first, empty]).flatMap(({ references }) => references).length, 2)
})

test('ten thousand inquiries of one theme are grouped within seconds', () => {
  const base = samples('looked at').filter(({ topic }) => topic === 'status')
  const many = Array.from({ length: 10_000 }, (_, at) => {
    const sample = base[at % base.length] as Sample
    return {
      ...sample,
      reference: `R${at}`,
      words: { name: 'x', message: `${sample.words?.message} ${at % 97}` },
    }
  })
  const startedAt = processorMs()
  assert.equal(clusterInquiries(many).flatMap(({ references }) => references).length, 10_000)
  assert.ok(processorMs() - startedAt < 10_000)
})

test('what strangers write so that it takes longest takes seconds', () => {
  const [base] = samples('looked at')
  const hostile = Array.from({ length: 800 }, (_, at) => ({
    ...(base as Sample),
    reference: `R${at}`,
    words: { name: 'x', message: Array.from({ length: 600 }, (_one, n) => `w${at}x${n}`).join(' ') },
  }))
  const startedAt = processorMs()
  assert.equal(clusterInquiries(hostile).flatMap(({ references }) => references).length, 800)
  assert.ok(processorMs() - startedAt < 10_000)
})

test('a draft of the FAQ holds counts and common words only, and is refused until somebody words it', () => {
  const all = samples('looked at')
  const draft = faqDraft(clusterInquiries(all).filter(({ references }) => references.length > 1))
  for (const { words } of all) assert.ok(!draft.includes(words?.message ?? 'x'))
  assert.throws(() => parseDraftFile('faq-1', draft), { code: 'input-invalid' })
  const worded = draft
    .replace(/\{\?time[^}]*\}/, '2026-03-10T09:00:00Z')
    .replaceAll(/\{\?(?:Frage|Question)[^}]*\}/g, 'When?')
    .replaceAll(/\{\?[^}]*\}/g, 'Soon.')
  assert.equal(parseDraftFile('faq-1', worded).update, 'faq-1')
})
