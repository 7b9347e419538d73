import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { duties } from '../../../core/duties/index.ts'
import { emptyCustody } from '../../../core/custody/index.ts'
import { PlayedFacts, keyOf } from '../../../core/facts/played-facts.fixture.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  consentHash,
  decideFiling,
  type DocumentTag,
  emptyFilings,
  type FilingLog,
  signFiling,
  tagHash,
  withFiling,
} from '../../../core/filings/index.ts'
import { type Draft, draftHash } from '../draft.ts'
import { markdown } from '../formats/markdown.ts'
import { plainText, type Standing } from '../formats/plain-text.ts'
import { printPage } from '../formats/print-page.ts'
import { prepareDrafts } from '../prepare.ts'
import { attachmentProblem, type KeptApart, sha256Of } from './attachment-gate.ts'
import { type ComplaintParts, complaintPackage } from './complaint-package.ts'
import { indicatorOf, stixBundle } from './indicators.ts'

const dutyOf = (id: string) => duties.find((one) => one.id === id) ?? assert.fail(id)
const into = 'stpo-158 de'
const riskReason = 'Die Meldung wäre nach unserer Bewertung auch ohne Abfluss geboten gewesen.'

const played = new PlayedFacts().declare()
played.say('assessment.risk', 'high', { scope: 'own' })
played.say('assessment.risk-reason', { de: riskReason }, { scope: 'own' })
played.say('incident.description', { de: 'Server wurden verschlüsselt.', en: 'Servers were encrypted.' })
const filings: FilingLog = { ...emptyFilings('case-1'), case: played.state }

function drafts(id: string): readonly Draft[] {
  return (['de', 'en'] as const).flatMap((language) => prepareDrafts(played.base(), dutyOf(id), { language }))
}

const apart = ['gdpr-33-1', 'gdpr-33-5', 'gdpr-34', 'tkg-169', 'bdsg-29', 'ch-fadp-24'].flatMap(drafts)
const standingFor = (draft: Draft): Standing => ({
  recipient: 'x',
  revision: 1,
  contentHash: draftHash(draft),
  head: { entry: 1, hash: 'd'.repeat(64) },
})
const gateWith = (log: FilingLog): KeptApart => ({
  filings: log,
  into,
  privileged: new Set(apart.map(draftHash)),
  judgements: [riskReason],
  estate: played.estate,
})

function tag(log: FilingLog, bytes: Uint8Array, as: DocumentTag, person?: string): FilingLog {
  const document = sha256Of(bytes)
  const label = 'file'
  if (person === undefined) {
    return decideFiling(log, { command: 'tag', document, tag: as, label }).reduce(withFiling, log)
  }
  const contentHash = tagHash(document, as, label)
  const signed = {
    case: 'case-1',
    subject: 'tag',
    name: document,
    contentHash,
    person,
    role: person,
  } as const
  const signature = signFiling(signed, keyOf(person))
  return decideFiling(log, { command: 'tag', document, tag: as, label, person, signature }).reduce(
    withFiling,
    log,
  )
}

test('a file that nobody looked at does not go; one that legal or dpo looked at does', () => {
  const bytes = Buffer.from('ransom note')
  assert.equal(attachmentProblem({ name: 'note.txt', bytes }, gateWith(filings))?.why, 'not-looked-at')
  assert.throws(() => tag(filings, bytes, 'free'), /takes a person/)
  assert.throws(() => tag(filings, bytes, 'free', 'forensics'), /cannot say that a file is free/)
  const log = tag(filings, bytes, 'free', 'dpo')
  assert.equal(attachmentProblem({ name: 'note.txt', bytes }, gateWith(log)), undefined)
  const both = tag(log, bytes, 'counsel')
  assert.equal(
    attachmentProblem({ name: 'note.txt', bytes }, gateWith(both))?.why,
    'kept-apart',
    'the stricter word counts',
  )
})

test('no form of a notice that is kept apart slips in, even when somebody said it is free', () => {
  assert.ok(apart.length >= 12)
  const forms = [plainText, markdown, printPage]
  const whole = fc.record({
    draft: fc.constantFrom(...apart),
    form: fc.constantFrom(...forms),
    before: fc.string({ maxLength: 200 }),
    behind: fc.string({ maxLength: 200 }),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf8' as const, 'utf16le' as const),
  })
  fc.assert(
    fc.property(whole, ({ draft, form, before, behind, lineEnd, encoding }) => {
      const text = before + form(draft, standingFor(draft)).replaceAll('\n', lineEnd) + behind
      const bytes = Buffer.from(text, encoding)
      const log = tag(filings, bytes, 'free', 'legal')
      assert.notEqual(attachmentProblem({ name: 'x.txt', bytes }, gateWith(log)), undefined)
    }),
    { numRuns: 1_000 },
  )
})

test('a sentence of counsel does not slip in within another text, however it is broken', () => {
  const broken = fc
    .array(fc.constantFrom(' ', '\n', '\r\n', '  ', '<br>', '*', ' | '), { minLength: 12, maxLength: 12 })
    .map((gaps) =>
      riskReason
        .split(' ')
        .map((word, at) => word + (gaps[at] ?? ' '))
        .join(''),
    )
    // Markup between the words adds letters of its own; only what people insert is taken off.
    .filter((text) => !text.includes('<br>'))
  fc.assert(
    fc.property(fc.string(), broken, fc.string(), (before, text, behind) => {
      const bytes = Buffer.from(`${before}\n${text.toUpperCase()}\n${behind}`)
      const log = tag(filings, bytes, 'free', 'legal')
      assert.equal(attachmentProblem({ name: 'x.txt', bytes }, gateWith(log))?.why, 'judgement-inside')
    }),
    { numRuns: 300 },
  )
})

test('with any tags and any consents: what is kept apart goes only with consent to exactly this', () => {
  const words = fc.constantFrom('a', 'b', 'c')
  const event = fc.oneof(
    fc.record({
      kind: fc.constant('tag' as const),
      file: words,
      tag: fc.constantFrom<DocumentTag>('bdsg42-43', 'counsel', 'insurer', 'free'),
    }),
    fc.record({
      kind: fc.constant('consent' as const),
      file: words,
      tag: fc.constantFrom<DocumentTag>('bdsg42-43', 'counsel', 'insurer'),
      person: fc.constantFrom('legal', 'management'),
      into: fc.constantFrom(into, 'vvg-30 de'),
    }),
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 14 }), (events) => {
      let log = filings
      const given = new Map<string, Set<string>>()
      const tags = new Map<string, Set<DocumentTag>>()
      for (const one of events) {
        const document = sha256Of(Buffer.from(one.file))
        if (one.kind === 'tag') {
          log = tag(log, Buffer.from(one.file), one.tag, one.tag === 'free' ? 'legal' : undefined)
          tags.set(one.file, (tags.get(one.file) ?? new Set()).add(one.tag))
        } else if (one.person === 'legal') {
          // Only legal is registered here: the other half of the pair never comes.
          const contentHash = consentHash(document, one.tag, 'why')
          const signed = {
            case: 'case-1',
            subject: 'consent',
            name: one.into,
            contentHash,
            person: 'legal',
            role: 'legal',
          } as const
          const signature = signFiling(signed, keyOf('legal'))
          const more = { document, tag: one.tag, into: one.into, reason: 'why', person: 'legal', signature }
          const key = `${one.file} ${one.tag} ${one.into}`
          if (given.has(key)) continue
          given.set(key, new Set(['legal']))
          log = decideFiling(log, { command: 'consent', ...more }).reduce(withFiling, log)
        }
      }
      for (const file of ['a', 'b', 'c']) {
        const known = tags.get(file) ?? new Set<DocumentTag>()
        const isApart = [...known].some((one) => one !== 'free')
        const problem = attachmentProblem({ name: 'x', bytes: Buffer.from(file) }, gateWith(log))
        const expected = isApart ? 'kept-apart' : known.has('free') ? undefined : 'not-looked-at'
        assert.equal(problem?.why, expected)
      }
    }),
    { numRuns: 500 },
  )
})

const complaint = drafts('stpo-158')[0] ?? assert.fail()
const parts: ComplaintParts = {
  draft: complaint,
  standing: standingFor(complaint),
  gate: gateWith(filings),
  custody: emptyCustody('case-1'),
  indicators: ['evil[.]example', '203.0.113.7', 'a'.repeat(64)],
  attachments: [],
  log: new Map([['verify.sh', Buffer.from('#!/bin/sh\n')]]),
  at: '2026-03-11T12:00:00.000Z',
}

test('the package holds what the police needs, with a list that sha256sum reads', () => {
  const note = Buffer.from('pay 5')
  const attachments = [{ name: 'note.txt', bytes: note }]
  const gate = gateWith(tag(filings, note, 'free', 'legal'))
  const files = complaintPackage({ ...parts, gate, attachments })
  assert.deepEqual(
    [...files.keys()],
    [
      'complaint.txt',
      'complaint.html',
      'evidence.csv',
      'evidence.json',
      'indicators.csv',
      'indicators.stix.json',
      'attachments/note.txt',
      'log/verify.sh',
      'contents.json',
      'SHA256SUMS',
    ],
  )
  const sums = Buffer.from(files.get('SHA256SUMS') ?? '')
    .toString()
    .trimEnd()
    .split('\n')
  for (const line of sums) {
    const [hash, name = ''] = line.split('  ')
    assert.equal(
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
      hash,
      name,
    )
  }
  const text = Buffer.from(files.get('complaint.txt') ?? '').toString()
  assert.match(text, /Um Prüfung in jeder rechtlichen Hinsicht wird gebeten/)
  assert.match(text, /schriftliche Bestätigung der Anzeige/)
  assert.doesNotMatch(text, /assessment|hohes Risiko|Bewertung/)
  assert.doesNotMatch(text, /Nordwind|Alpenblick|Hafenkontor|Lindenhof/)
})

test('a refused attachment stops the whole package, with what to do', () => {
  const bytes = Buffer.from('report')
  const refused = (name: string): AnlaufError => {
    try {
      complaintPackage({
        ...parts,
        attachments: [{ name, bytes }],
        gate: gateWith(tag(filings, bytes, 'counsel')),
      })
    } catch (error) {
      assert.ok(error instanceof AnlaufError)
      return error
    }
    return assert.fail()
  }
  assert.match(
    refused('forensics.pdf').message,
    /forensics\.pdf cannot go with the complaint: it is kept apart \(counsel\)/,
  )
  assert.match(refused('forensics.pdf').hint, /duty consent/)
  const free = gateWith(tag(filings, bytes, 'free', 'legal'))
  for (const name of ['../x', 'a b', '-rf', '']) {
    assert.throws(
      () => complaintPackage({ ...parts, gate: free, attachments: [{ name, bytes }] }),
      /no plain name/,
    )
  }
  const twice = [
    { name: 'x', bytes },
    { name: 'x', bytes },
  ]
  assert.throws(() => complaintPackage({ ...parts, gate: free, attachments: twice }), /one name/)
})

test('indicators are known by their kind, and a bundle of them is the same each time', () => {
  assert.deepEqual(
    [
      'evil[.]example',
      '203.0.113.7',
      '2001:db8::1',
      'hxxps://evil[.]example/x',
      'a[at]b[.]example',
      'b'.repeat(32),
      'runs at 3',
    ].map((one) => indicatorOf(one).kind),
    ['domain', 'ipv4', 'ipv6', 'url', 'mail', 'md5', 'other'],
  )
  const bundle = stixBundle('c1', ['evil[.]example', "hxxp://x.example/'"], '2026-03-11T12:00:00.000Z')
  assert.equal(bundle, stixBundle('c1', ['evil[.]example', "hxxp://x.example/'"], '2026-03-11T12:00:00.000Z'))
  const parsed = JSON.parse(bundle) as { objects: { id: string; pattern: string }[] }
  assert.equal(parsed.objects[0]?.pattern, "[domain-name:value = 'evil.example']")
  assert.equal(parsed.objects[1]?.pattern, "[url:value = 'http://x.example/\\'']")
  assert.match(
    parsed.objects[0]?.id ?? '',
    /^indicator--[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
})
