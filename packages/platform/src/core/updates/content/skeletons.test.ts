import assert from 'node:assert/strict'
import { test } from 'node:test'

import { contentKinds } from '../../messages/index.ts'
import { exampleEstate } from '../estate.fixture.ts'
import { parseDraftFile } from '../draft-file.ts'
import type { Draft } from '../draft.ts'
import { PlayedDesk } from '../played-desk.fixture.ts'
import { reviewDraft } from '../decide-draft.ts'
import { headingOf } from './composed.ts'
import { filledTemplate } from './filled-template.fixture.ts'
import { skeletonOf } from './skeleton.ts'
import { templateFile } from './template-file.ts'

/** Kinds whose own facts another test sets up: a release needs a gate, a report needs told tenants. */
const plainKinds = contentKinds.filter((kind) => kind !== 'released')

function played(): PlayedDesk {
  return new PlayedDesk().declare().state('outflow', 'exfiltration', 'no_indication')
}

function review(desk: PlayedDesk, draft: Draft): readonly string[] {
  const { problem, findings } = reviewDraft(desk.desk, draft, {
    estate: exampleEstate,
    now: new Date(desk.now),
  })
  return [
    ...(problem === undefined ? [] : [problem.message]),
    ...findings.map(({ kind, language, found, hint }) => `${kind} ${language}: ${found} | ${hint}`),
  ]
}

for (const kind of plainKinds) {
  test(`${kind}: the template, filled as its slots ask, has no finding`, () => {
    const desk = played()
    if (skeletonOf(kind).promises === 'may')
      desk.publish('before', { de: 'Wir arbeiten.', en: 'We work.' }).wait(0.5)
    assert.deepEqual(review(desk, filledTemplate(kind, desk.now)), [])
  })

  test(`${kind}: a template with its slots left open is never accepted`, () => {
    const desk = played()
    let draft: Draft
    try {
      draft = parseDraftFile(kind, templateFile(kind))
    } catch (error) {
      return assert.match(String(error), /open slot/)
    }
    assert.ok(review(desk, draft).some((finding) => finding.startsWith('open-slot')))
  })
}

test('every part that is missing is named by its heading, all at once', () => {
  const desk = played()
  for (const kind of plainKinds) {
    const { parts, optional } = skeletonOf(kind)
    if (parts.length === 0) continue
    const draft = filledTemplate(kind, desk.now)
    const wanted = parts.filter((part) => !optional.includes(part)).slice(1)
    const left = (draft.parts ?? []).filter(({ part }) => !wanted.includes(part))
    const findings = review(desk, { ...draft, parts: left })
    for (const part of wanted) {
      assert.ok(
        findings.some((one) => one.startsWith(`missing-part de: ${headingOf(kind, part, 'de') ?? part}`)),
        `${kind} ${part}: ${findings.join('\n')}`,
      )
    }
  }
})

const refused: readonly [kind: string, part: string, text: string, finding: RegExp][] = [
  ['holding', 'who', 'Die Ursache war eine Schwachstelle.', /claim-not-registered/],
  ['holding', 'who', 'Es sind keine Daten abgeflossen.', /contradicts-claim|claim-not-registered/],
  ['holding', 'who', 'Dazu: {claim:outflow}', /says nothing of cause or data/],
  ['holding', 'next', 'Am Montag sind die Dienste wieder verfügbar, {fact:next-by}.', /promised-date/],
  ['holding', 'unavailable', 'Seit gestern geht nichts.', /\{fact:unavailable\}/],
  ['holding', 'contact', 'Schreiben Sie uns.', /missing-in-part de: \[contact de\]/],
  ['explainer', 'how', 'Über CVE-2026-12345 im Gateway 7.0.3.', /attack-detail/],
  ['explainer', 'how', 'Die Sicherungen liegen in /srv/backup/daily.', /attack-detail/],
  ['advisory', 'example', 'Der Absender verlinkt auf https://falsch.example/x.', /address/],
  ['advisory', 'example', 'Der Absender verlinkt auf falsch.example/login.', /address/],
  ['advisory', 'example', 'hxxps://falsch.example/login', /address/],
  ['advisory', 'threat', 'Ihre Passwörter sind nicht in fremden Händen.', /claim-not-registered/],
  ['credentials', 'steps', 'Ihr altes Passwort wurde nicht gestohlen.', /claim-not-registered/],
  ['advisory', 'blocked', 'Wir nehmen .one nicht an.', /Give a date and a time/],
  ['credentials', 'account', 'Ihr Konto: {to:account}, Passwort: Sommer2026!', /^secret/m],
  ['credentials', 'channel', 'Per SMS: {to:channel}. Das Kennwort lautet tr0ub4dor&3.', /^secret/m],
  ['credentials', 'account', 'Konto {to:account} mit {to:secret}', /open-slot.*\{to:secret\}/],
  ['call-script', 'facts', 'Die PIN ist 4711-Xy99.', /^secret/m],
  ['update', 'changed', 'Für {to:account}', /open-slot/],
  ['update', 'changed', 'Seit {fact:sunrise}', /open-slot/],
  ['auto-reply', 'accepted', 'Angenommen. {claim:outflow}', /says nothing of cause or data/],
]

for (const [kind, part, text, finding] of refused) {
  test(`${kind}: found is "${text}"`, () => {
    const desk = played()
    if (skeletonOf(kind as 'news').promises === 'may')
      desk.publish('before', { de: 'Ja.', en: 'Yes.' }).wait(0.5)
    const draft = filledTemplate(kind as 'news', desk.now)
    const parts = (draft.parts ?? []).map((one) =>
      one.part === part ? { part, text: { de: text, en: text } } : one,
    )
    assert.match(review(desk, { ...draft, parts }).join('\n'), finding)
  })
}

test('defanged addresses and our own domains may stand in a warning', () => {
  const desk = played().publish('before', { de: 'Ja.', en: 'Yes.' }).wait(0.5)
  const draft = filledTemplate('advisory', desk.now)
  const text = 'hxxps://falsch[.]example/login von hilfe@falsch[.]example, Rechnung.one'
  const parts = (draft.parts ?? []).map((one) =>
    one.part === 'example' ? { ...one, text: { de: text, en: text } } : one,
  )
  assert.deepEqual(review(desk, { ...draft, parts }), [])
})

test('an update that tells the whole history again is found, sentence by sentence', () => {
  const sentence = 'Die Techniker arbeiten seit dem frühen Morgen an der Wiederherstellung.'
  const desk = played().publish('before', { de: sentence, en: sentence }).wait(1)
  const draft = filledTemplate('update', desk.now, sentence)
  assert.match(review(desk, draft).join('\n'), /repeats-history de: Die Techniker/)
})

test('windows: an unknown service, times that run backwards, a service before what it needs', () => {
  const desk = played().publish('before', { de: 'Ja.', en: 'Yes.' }).wait(0.5)
  const at = (hours: number): string => new Date(desk.now + hours * 3_600_000).toISOString()
  const draft = filledTemplate('windows', desk.now)
  const windows = [
    { service: 'directory', from: at(30), to: at(32), status: 'tentative' as const },
    { service: 'mail', from: at(20), to: at(40), status: 'tentative' as const },
    { service: 'nosuch', from: at(20), to: at(10), status: 'confirmed' as const },
  ]
  const found = review(desk, { ...draft, windows }).join('\n')
  assert.match(found, /"mail" begins before "directory", which it needs/)
  assert.match(found, /no service "nosuch"/)
  assert.match(found, /"nosuch" ends before it begins/)
})

test('a release is announced only while its gate holds, and for no more customers than that', () => {
  const desk = played().publish('before', { de: 'Ja.', en: 'Yes.' }).wait(0.5)
  const draft = filledTemplate('released', desk.now)
  assert.match(review(desk, draft).join('\n'), /no-proof en: mail \| Nobody was released yet/)
})

test('files that are no drafts are refused with what to do', () => {
  for (const [text, hint] of [
    ['kind: poem\n[de]\nx\n[en]\nx\n', /kind is "poem"/],
    ['kind: update\n[de]\nx\n[en]\nx\n', /\[de\] is no part of "update"/],
    ['kind: faq\n[weather/rain de]\nx?\n[weather/rain en]\nx?\n', /is no part of "faq"/],
    ['[changed de]\nx\n[changed en]\nx\n', /is no part of "news"/],
    ['kind: windows\n[windows]\nmail now later maybe\n', /"mail now later maybe" is not understood/],
    ['audience: everybody\n[de]\nx\n[en]\nx\n', /audience is "everybody"/],
    ['kind: update\n[changed de]\nx\n', /\[changed en\] is missing/],
  ] as const) {
    assert.throws(() => parseDraftFile('x', text), hint)
  }
})
