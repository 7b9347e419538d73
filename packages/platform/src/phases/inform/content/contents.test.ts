import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { exampleEstate, type PlayedCase } from '../case.fixture.ts'
import { publicView } from '../public-view.ts'
import { renderSite } from '../site.ts'
import { csafDocument } from './csaf.ts'
import { assertCsaf } from './csaf-rules.fixture.ts'
import { playedContents, playedToTheEnd } from './contents.fixture.ts'

const played = playedContents()
const files = filesOf(played)

function filesOf({ desk, now }: PlayedCase, hoursLater = 1): ReadonlyMap<string, string> {
  const rendered = renderSite(desk, exampleEstate, new Date(now + hoursLater * 3_600_000))
  return new Map([...rendered].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]))
}

function pageOf(path: string): string {
  const page = files.get(path)
  assert.ok(page !== undefined, path)
  return page
}

const textOf = (page: string): string =>
  page.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ')

test('the FAQ: newest revision by topic, changed times, old revisions reachable and marked', () => {
  const page = pageOf('en/questions.html')
  assert.match(textOf(page), /Revision 2, .*Services Data Credentials Contracts/)
  assert.match(page, /Mail has been released for the first customers/)
  assert.match(
    page,
    /<h3 class="question" id="copied">Was my data copied\?<\/h3>\s*<p class="text">So far we have no indication/,
  )
  assert.match(page, /href="\.\.\/en\/updates\/6\.html">Revision 1</)
  const changed = [...page.matchAll(/Changed: <time datetime="([^"]+)"/g)].map(([, at]) => at)
  assert.equal(changed.length, 5)
  assert.equal(new Set(changed.slice(1)).size, 1, 'four answers did not change')
  assert.ok((changed[0] ?? '') > (changed[1] ?? ''), 'the first one did')
  const old = pageOf('en/updates/6.html')
  assert.match(old, /There is a newer revision of this: update 13\./)
  assert.match(old, /We begin with mail\./)
  // One place for answers: nowhere else, but for the permanent pages of the revisions and what programs read.
  const copies = [...files].filter(
    ([path, text]) => path.endsWith('.html') && text.includes('Two people agree to every release'),
  )
  assert.deepEqual(copies.map(([path]) => path).toSorted(), [
    'en/questions.html',
    'en/updates/13.html',
    'en/updates/6.html',
  ])
})

test('an answer whose sentence the register replaced says below what is known today', () => {
  const later = playedContents()
  const wording = { de: 'Daten sind abgeflossen.', en: 'Data was copied out of our systems.' }
  later.wait(1).claim({
    claim: 'outflow',
    class: 'exfiltration',
    state: 'confirmed',
    wording,
    scope: [],
    evidence: ['f'.repeat(64)],
    asOf: new Date(later.now).toISOString(),
  })
  const page = filesOf(later).get('en/questions.html') ?? ''
  assert.match(
    textOf(page),
    /So far we have no indication.{0,200}Known since \(as of .{0,60}\): Data was copied out/,
  )
  assert.doesNotMatch(textOf(pageOf('en/questions.html')), /Known since/)
})

test('a background text has an address of its own, linked from the questions, with figures from the records', () => {
  assert.match(pageOf('fragen.html'), /href="hintergrund\/layered-backups\.html">Wie unsere Sicherungen/)
  assert.match(textOf(pageOf('hintergrund/layered-backups.html')), /Freigegeben: 2 von 4 Kunden\./)
  assert.match(pageOf('en/updates/index.html'), /Background: How our backups are layered/)
})

test('a warning that was corrected is a new version for programs, and says so', () => {
  const view = publicView(played.desk, exampleEstate)
  const [warning, last] = [view.updates[7], view.updates.at(-1)]
  assert.ok(warning && last)
  const twin = csafDocument(view, { ...warning, correctedBy: last.number }, 'en')
  assertCsaf(twin, 'case-2026-03-8.json')
  const { tracking } = twin['document'] as { tracking: Record<string, unknown> }
  assert.deepEqual([tracking['version'], tracking['current_release_date']], ['2', last.at])
})

test('a warning is on the overview, and has a twin for programs in each language', () => {
  assert.match(pageOf('index.html'), /href="meldungen\/8\.html">Warnung: Falsche Mahnungen in unserem Namen</)
  for (const [folder, page] of [
    ['advisories', 'meldungen/8.html'],
    ['en/advisories', 'en/updates/8.html'],
  ] as const) {
    const twin = pageOf(`${folder}/case-2026-03-8.json`)
    assertCsaf(JSON.parse(twin), 'case-2026-03-8.json')
    assert.ok(twin.includes('hxxps://konto[.]beispiel-hosting[.]example'))
    assert.match(pageOf(page), /advisories\/case-2026-03-8\.json/)
  }
  assert.match(pageOf('advisories/case-2026-03-8.json'), /"title": "Übung: Falsche Mahnungen/)
})

test('no link on any page leads to what a warning warns of', () => {
  for (const [path, page] of files) {
    if (!path.endsWith('.html')) continue
    for (const [, to = ''] of page.matchAll(/href="([^"]*)"/g)) {
      assert.doesNotMatch(to, /^https?:|^hxxp|beispiel-hosting/, `${path}: ${to}`)
    }
  }
})

test('windows: in the order of the restart, what each depends on, no promise; a calendar gets changes and cancellations', () => {
  const page = textOf(pageOf('meldungen/10.html'))
  assert.match(
    page,
    /Anmeldung Freitag.*bestätigt\..*E-Mail Freitag.*vorläufig\. Setzt voraus: Anmeldung und Namensdienst\./,
  )
  assert.match(page, /keine verbindlichen Termine/)
  const { windows } = publicView(played.desk, exampleEstate)
  assert.deepEqual(
    windows.map(({ service, status, sequence, update }) => [service, status, sequence, update]),
    [
      // The same times as before are no change.
      ['directory', 'confirmed', 0, 9],
      ['share', 'cancelled', 1, 10],
      ['mail', 'tentative', 1, 10],
    ],
  )
})

test('a release names its proof and for how many; a notice that nobody reviewed in time says so', () => {
  const page = textOf(pageOf('en/updates/12.html'))
  assert.match(page, /Released: Mail/)
  assert.match(
    page,
    /Mail: released for 2 of 4 customers after checks and two signatures\. Checksum: [0-9a-f]{64}/,
  )
  assert.doesNotMatch(pageOf('en/updates/11.html'), /was to be reviewed/)
  assert.match(filesOf(played, 40).get('en/updates/11.html') ?? '', /class="late">This was to be reviewed by/)
})

test('texts that carry no promise of their own carry the one in force on, and it counts once', () => {
  const { published } = played.desk
  assert.equal(published[5]?.nextBy, published[4]?.nextBy)
  assert.match(pageOf('index.html'), /Nächste Meldung/)
})

test('what is for staff and tenants is in no file of the site', () => {
  const more = playedContents()
  const at = new Date(more.now - 60_000).toISOString()
  const note = (audience: string): string =>
    `kind: news\naudience: ${audience}\nas-of: ${at}\n[de]\nBitte verweisen Sie Anrufer an die Zentrale Merkwort.\n[en]\nPlease refer callers to the central desk Merkwort.\n`
  more.put('to-staff', note('staff'), ['comms']).put('to-tenants', note('tenant'), ['dpo', 'forensics'])
  more.put('to-press', note('press'), ['comms', 'management'])
  assert.deepEqual(
    more.desk.handedOut.map(({ audience, tlp }) => `${audience} ${tlp}`),
    ['staff AMBER', 'tenant AMBER+STRICT', 'press CLEAR'],
  )
  for (const [path, text] of filesOf(more)) assert.ok(!text.includes('Merkwort'), path)
  assert.equal(more.desk.published.length, played.desk.published.length)
})

test('the closing report: times, claims as they ended, promises, what was superseded', () => {
  const end = playedToTheEnd()
  const page = textOf(filesOf(end).get('en/updates/15.html') ?? '')
  assert.match(
    page,
    /Closing report.*Timeline.*Update 1.*What we know in the end.*no indication that data.*Promised updates Kept: \d+, late: \d+\./,
  )
  assert.match(page, /No update had to be corrected\./)
})

test('every page of every kind stays below one TCP window', () => {
  for (const [path, text] of [...files, ...filesOf(playedToTheEnd())]) {
    if (path.endsWith('.html')) assert.ok(gzipSync(text).length <= 14_000, path)
  }
  assert.ok(gzipSync(pageOf('index.html')).length < 7_000)
})
