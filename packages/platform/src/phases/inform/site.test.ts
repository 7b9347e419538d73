import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { dirname, join, normalize } from 'node:path/posix'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import fc from 'fast-check'

import type { Estate } from '../../core/estate/index.ts'
import { needProgram } from '../../../../../test/debian.ts'
import { exampleEstate as estate, moments, PlayedCase } from './case.fixture.ts'
import { renderSite } from './index.ts'

type Site = ReadonlyMap<string, Uint8Array>
const hour = 3_600_000

function siteOf(played: PlayedCase, from: Estate = estate, hoursLater = 1): Site {
  return renderSite(played.desk, from, new Date(played.now + hoursLater * hour))
}

function textOf(site: Site, path: string): string {
  const bytes = site.get(path)
  assert.ok(bytes, `${path} is missing; there are ${[...site.keys()].join(', ')}`)
  return Buffer.from(bytes).toString('utf8')
}

function pagesOf(site: Site): readonly string[] {
  return [...site.keys()].filter((path) => path.endsWith('.html'))
}

function jsonOf(site: Site, path: string): Record<string, unknown> {
  return JSON.parse(textOf(site, path)) as Record<string, unknown>
}

const manyUpdates = (): PlayedCase => {
  const played = new PlayedCase().declare()
  for (let n = 1; n <= 95; n += 1) {
    const words = Array.from({ length: 60 }, () => randomBytes(4).toString('hex')).join(' ')
    played.wait(1).publish(`update-${n}`, { de: `Neu ${n}: ${words}`, en: `New ${n}: ${words}` })
  }
  return played
}

for (const [name, play] of Object.entries(moments)) {
  test(`${name}: both languages are complete, every link leads somewhere, no page is heavy, nobody is named`, () => {
    const site = siteOf(play())
    assertWhole(site)
    for (const path of pagesOf(site)) assert.ok(gzipSync(site.get(path) ?? '').length <= 14_000, path)
    for (const [path, bytes] of site) assertNamesNobody(path, Buffer.from(bytes).toString('utf8'))
  })
}

test('with 95 long updates every one is still reachable and no list grows too heavy', () => {
  const site = siteOf(manyUpdates())
  assertWhole(site)
  const linked = new Set(
    pagesOf(site).flatMap((path) => linksOf(site, path).map((href) => target(path, href))),
  )
  for (let n = 1; n <= 95; n += 1)
    assert.ok(linked.has(`meldungen/${n}.html`) && linked.has(`en/updates/${n}.html`))
  assert.match(textOf(site, 'meldungen/seite-4.html'), /Seite 4 von 4/)
})

test('a page that is too heavy is refused with its path; a correction with a shorter text mends it', () => {
  const long = randomBytes(20_000).toString('base64')
  const played = new PlayedCase().declare().publish('a', { de: long, en: 'short' })
  assert.throws(() => siteOf(played), {
    code: 'input-invalid',
    message: /meldungen\/1\.html has \d+ bytes compressed, more than 14000/,
    hint: /shorter names/,
  })
  const site = siteOf(played.correct(1, { de: 'kurz', en: 'short' }))
  assert.match(textOf(site, 'meldungen/1.html'), /Es gilt die Meldung 2/)
  assertWhole(site)
})

test('a customer’s name is refused; the correction takes its place and the name is gone', () => {
  const played = new PlayedCase().declare()
  played.publish('a', { de: 'Die Daten der Nordwind Makler GmbH sind zurück.', en: 'One is back.' })
  assert.throws(() => siteOf(played), {
    code: 'input-invalid',
    message: /Update 1 .*Nordwind/,
    hint: /Publish a correction/,
  })
  const site = siteOf(played.correct(1, { de: 'Ein Kunde ist zurück.', en: 'One is back.' }))
  for (const [path, bytes] of site) assertNamesNobody(path, Buffer.from(bytes).toString('utf8'))
  assert.match(textOf(site, 'meldungen/1.html'), /zeigen wir nicht mehr/)
  assert.match(textOf(site, 'meldungen/2.html'), /berichtigt die Meldung 1/)
  assert.doesNotMatch(textOf(site, 'index.html'), /zeigen wir nicht mehr/)
})

test('a service or a case that is called like a customer is refused too', () => {
  const services = estate.services.map((one) =>
    one.id === 'mail' ? { ...one, name: { de: 'Post für Nordwind', en: 'Mail' } } : one,
  )
  assert.throws(() => siteOf(moments.declared(), { ...estate, services }), { code: 'input-invalid' })
  assert.throws(() => siteOf(new PlayedCase('nordwind-2026').declare()), { code: 'input-invalid' })
})

test('whatever an update is called, its pages stay in the folder', () => {
  const played = new PlayedCase().declare()
  for (const id of ['../../../etc/passwd', 'index', '', 'a/b', '\u0000', 'CON']) {
    played.publish(id, { de: 'x', en: 'x' })
  }
  const site = siteOf(played)
  assertWhole(site)
  for (const path of site.keys()) assert.match(path, /^[a-z0-9][a-z0-9/.-]*\.(html|xml|json|ics|txt)$/i)
})

test('hostile texts stay texts: no tag, no attribute, no turned direction, in every place where people type', () => {
  const hostile = [
    '</title></style></script><script>alert(1)</script>',
    `" onload="alert(1)" x='`,
    '\u202egnp.exe\u2066 \u200f',
    '<!-- ]]> & &amp; &#60;',
    '\u0000\u0007\ud800 \ufffe',
    '<img src=x onerror=alert(1)>',
  ]
  for (const text of hostile) assertHarmless(text)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => assertHarmless(text)),
    { numRuns: 60 },
  )
})

function assertHarmless(text: string): void {
  const named = {
    ...estate,
    provider: { ...estate.provider, name: `P${text}` },
    services: estate.services.map((one) => ({ ...one, name: { de: `D${text}`, en: `E${text}` } })),
    contacts: [
      {
        id: 'c',
        name: text,
        roles: ['public'],
        languages: [],
        channels: ['phone', 'email', text].map((kind) => ({ kind, to: `to${text}` })),
      },
    ],
    tenants: estate.tenants.map((one) => ({ ...one, contacts: [] })),
  }
  const plain = siteOf(new PlayedCase().declare().publish('a', { de: 'x', en: 'x' }))
  // The log holds no halves of characters; the estate file may.
  const sound = text.toWellFormed()
  const site = siteOf(new PlayedCase().declare().publish('a', { de: sound, en: sound }), named)
  for (const [path, bytes] of site) {
    const content = Buffer.from(bytes).toString('utf8')
    assert.doesNotMatch(content, /\p{Bidi_Control}/u, path)
    assert.doesNotMatch(content, /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/u, path)
    if (path.endsWith('.json')) JSON.parse(content)
    // Lines of text, in which tags are letters.
    else if (path.endsWith('.txt')) assert.doesNotMatch(content, /^$/)
    else if (path.endsWith('.ics')) assert.match(content, /^BEGIN:VCALENDAR\r\n/)
    else assert.deepEqual(tagNames(content), tagNames(textOf(plain, path)), path)
  }
}

/** Kinds of elements of a page; hostile text must not bring a new one, nor a handler. */
function tagNames(page: string): readonly string[] {
  assert.doesNotMatch(page.replaceAll(/="[^"]*"/g, '='), /<[^>]*\son\w+=/)
  const style = /<style>[^<]*<\/style>/
  // Contacts of the hostile estate add list entries; everything else is alike.
  const usual = ['ul', 'li', '/ul', '/li', 'p', '/p', 'dl', '/dl']
  const names = new Set([...page.replace(style, '').matchAll(/<([^\s>]*)/g)].map(([, name = '']) => name))
  return [...names].filter((name) => !usual.includes(name)).toSorted()
}

test('a promise that is late when the site is made is called late, in pages and for programs', () => {
  const late = siteOf(moments.restoring(), estate, 5)
  assert.match(textOf(late, 'index.html'), /überfällig/)
  assert.match(textOf(late, 'en/index.html'), /overdue/)
  assert.match(textOf(late, 'dienste/mail.html'), /überfällig/)
  assert.equal(jsonOf(late, 'status.json')['nextUpdateIsLate'], true)
  const punctual = siteOf(moments.restoring(), estate, 3)
  assert.doesNotMatch(textOf(punctual, 'index.html'), /überfällig/)
  assert.equal(jsonOf(punctual, 'status.json')['nextUpdateIsLate'], false)
})

test('pages say what the events say, and an exercise says so on every page and in every feed', () => {
  const declared = textOf(siteOf(moments.declared()), 'index.html')
  assert.match(declared, /Wir trennen die betroffenen Systeme vom Netz/, 'not yet proven, not yet claimed')
  assert.match(
    textOf(siteOf(moments.contained()), 'index.html'),
    /sind vom Netz getrennt; das haben wir überprüft/,
  )
  const site = siteOf(moments.partlyReleased())
  for (const path of [...pagesOf(site), 'feed.xml', 'en/feed.xml']) {
    assert.match(textOf(site, path), path.startsWith('en/') ? /Exercise/ : /Übung/, path)
  }
  assert.match(textOf(site, 'index.html'), /noindex/)
  const real = siteOf(new PlayedCase().declare({ exercise: false }))
  for (const path of [...pagesOf(real), 'feed.xml']) assert.doesNotMatch(textOf(real, path), /Übung|noindex/)
})

test('numbers and times are localised, times carry their zone', () => {
  const site = siteOf(moments.allReleased())
  assert.match(textOf(site, 'index.html'), /9\.636 Dateien \(173\sMB\)/)
  assert.match(textOf(site, 'en/index.html'), /9,636 files \(173\sMB\)/)
  assert.match(textOf(site, 'meldungen/1.html'), /Mittwoch, 11\.\sMärz\s2026, 06:12\sUhr\s\(MEZ\)/)
  assert.match(textOf(site, 'en/updates/1.html'), /Wednesday 11\sMarch\s2026, 06:12\sCET/)
  for (const path of pagesOf(site)) {
    const shown = textOf(site, path).replaceAll(/<time[^>]*>[^<]*<\/time>/g, '')
    assert.doesNotMatch(shown.replace(/<style>[^<]*<\/style>/, ''), /\d{4}-\d\d-\d\dT/, path)
  }
})

test('the same state and time make the same bytes', () => {
  const played = moments.verifying()
  assert.deepEqual(siteOf(played), siteOf(played))
})

test(
  'feeds are well-formed XML, whatever was published; ids are unique and stay',
  { skip: needProgram('xmllint', 'libxml2-utils') },
  () => {
    const played = new PlayedCase().declare()
    fc.sample(fc.string({ unit: 'binary', maxLength: 200 }), 20).forEach((text, n) => {
      played.publish(`u${n}`, { de: text, en: `]]></content>${text}` })
    })
    const first = idsOf(siteOf(played), 'feed.xml')
    const later = idsOf(siteOf(played.publish('last', { de: 'x', en: 'x' })), 'feed.xml')
    assert.equal(new Set(later).size, later.length)
    assert.deepEqual(later.slice(2), first.slice(1, -1), 'the oldest entry left, all others kept their ids')
    for (const play of Object.values(moments)) idsOf(siteOf(play()), 'en/feed.xml')
  },
)

function idsOf(site: Site, path: string): readonly string[] {
  const checked = spawnSync('xmllint', ['--nonet', '--noout', '-'], {
    input: textOf(site, path),
    encoding: 'utf8',
  })
  assert.equal(checked.status, 0, checked.stderr)
  const ids = spawnSync('xmllint', ['--nonet', '--xpath', '//*[local-name()="id"]/text()', '-'], {
    input: textOf(site, path),
    encoding: 'utf8',
  })
  return ids.stdout.trim().split('\n')
}

test('status.json: states, figures and promise for programs', () => {
  const status = jsonOf(siteOf(moments.partlyReleased()), 'status.json')
  const components = status['components'] as readonly Record<string, unknown>[]
  assert.deepEqual(
    components.find(({ id }) => id === 'mail'),
    {
      id: 'mail',
      name: { de: 'E-Mail', en: 'Mail' },
      status: 'partial_outage',
      state: 'partial_outage',
      customers: { released: 2, total: 4 },
      proof: null,
    },
  )
  const { components: _components, recovery, ...rest } = status
  assert.deepEqual(
    (recovery as readonly { step: string }[]).map(({ step }) => step),
    ['chosen', 'restored', 'verified', 'scanned', 'approved', 'released'],
  )
  assert.deepEqual(rest, {
    exercise: true,
    stage: 'partlyReleased',
    closed: false,
    declaredAt: '2026-03-11T05:12:00.000Z',
    isolatedAt: '2026-03-11T06:42:00.000Z',
    asOf: '2026-03-12T07:56:00.000Z',
    nextUpdateBy: '2026-03-13T08:06:00.000Z',
    nextUpdateIsLate: false,
    generatedAt: '2026-03-12T09:06:00.000Z',
    files: 4818,
    bytes: 86_487_918,
    filesHeld: 4,
    filesWithoutIntactBackup: 12,
    updates: 5,
  })
})

test('"operational" carries its proof, loses it with the gate, and nothing unknown is called operational', () => {
  const back = siteOf(moments.allReleased())
  const [, checksum = ''] =
    /Belegt durch 4 Freigaben.*Prüfsumme: ([0-9a-f]{64})/.exec(textOf(back, 'dienste/mail.html')) ?? []
  assert.notEqual(checksum, '')
  const part = (site: Site): Record<string, unknown> | undefined =>
    (jsonOf(site, 'status.json')['components'] as Record<string, unknown>[]).find(({ id }) => id === 'mail')
  assert.deepEqual(part(back)?.['proof'], { releases: 4, sha256: checksum })
  const again = siteOf(moments.allReleased().scan('nordwind'))
  assert.doesNotMatch(textOf(again, 'dienste/mail.html'), /Belegt durch/)
  assert.deepEqual([part(again)?.['state'], part(again)?.['proof']], ['partial_outage', null])
  const untold = siteOf(moments.allReleased().stateService('compare', 'as_recorded'))
  assert.match(textOf(untold, 'dienste/compare.html'), /wird ermittelt/)
  const summary = jsonOf(untold, 'api/v2/summary.json')
  assert.ok((summary['components'] as { id: string }[]).every(({ id }) => id !== 'compare'))
  assert.deepEqual(summary['status'], { indicator: 'minor', description: 'Partly unknown' })
})

test('a workaround is shown with what to do; programs still read what the records say', () => {
  const words = { de: 'Nutzen Sie das Faxgerät.', en: 'Use the fax machine.' }
  const site = siteOf(moments.restoring().stateService('mail', 'workaround', words))
  assert.match(textOf(site, 'dienste/mail.html'), /Ausweichweg nutzbar[\s\S]*Nutzen Sie das Faxgerät/)
  const components = jsonOf(site, 'api/v2/components.json')['components'] as Record<string, unknown>[]
  const mail = components.find(({ id }) => id === 'mail')
  assert.equal(mail?.['status'], 'major_outage')
  assert.match(JSON.stringify(mail), /"state":"workaround","recorded":"restoring"/)
})

test('api/v2 says which services changed with an update', () => {
  const [incident] = jsonOf(siteOf(moments.contained()), 'api/v2/incidents.json')['incidents'] as [
    {
      incident_updates: { affected_components: unknown[]; metadata: { anlauf: { content_hash: string } } }[]
    },
  ]
  const [contained, declared] = incident.incident_updates
  assert.equal(declared?.affected_components.length, 7)
  assert.deepEqual(contained?.affected_components[0], {
    code: 'directory',
    name: 'Sign-in',
    old_status: 'major_outage',
    new_status: 'major_outage',
  })
  assert.match(contained?.metadata.anlauf.content_hash ?? '', /^[0-9a-f]{64}$/)
})

test('api/v2 has the files and words of Statuspage, and no list is missing', () => {
  const words = ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']
  const statuses: string[] = []
  for (const play of Object.values(moments)) {
    const site = siteOf(play())
    const summary = jsonOf(site, 'api/v2/summary.json')
    for (const name of ['components', 'incidents', 'scheduled_maintenances'])
      assert.ok(Array.isArray(summary[name]))
    for (const { status } of summary['components'] as { status: string }[]) assert.ok(words.includes(status))
    const [incident] = jsonOf(site, 'api/v2/incidents.json')['incidents'] as Record<string, unknown>[]
    assert.ok(incident && Array.isArray(incident['incident_updates']))
    statuses.push(`${String(incident['status'])}/${String(incident['impact'])}`)
    for (const path of [
      'scheduled-maintenances',
      'scheduled-maintenances/upcoming',
      'scheduled-maintenances/active',
    ]) {
      assert.deepEqual(jsonOf(site, `api/v2/${path}.json`)['scheduled_maintenances'], [])
    }
    assert.deepEqual(jsonOf(site, 'api/v2/status.json')['status'], summary['status'])
  }
  assert.deepEqual(statuses, [
    'investigating/major',
    'investigating/major',
    'identified/major',
    'identified/minor',
    'monitoring/minor',
    'monitoring/none',
    'resolved/none',
  ])
  assert.deepEqual(jsonOf(siteOf(moments.closed()), 'api/v2/incidents/unresolved.json')['incidents'], [])
})

/** Every page has its twin, both know each other, and every link and anchor exists. */
function assertWhole(site: Site): void {
  const pages = pagesOf(site)
  const twins = new Map(
    pages.map((path) => [
      path,
      target(path, /class="switch" href="([^"]+)"/.exec(textOf(site, path))?.[1] ?? ''),
    ]),
  )
  assert.equal(pages.filter((path) => path.startsWith('en/')).length, pages.length / 2)
  for (const [path, twin] of twins) {
    assert.equal(twins.get(twin), path)
    assert.notEqual(path.startsWith('en/'), twin.startsWith('en/'))
    const text = textOf(site, path)
    assert.match(text, path.startsWith('en/') ? /<html lang="en">/ : /<html lang="de">/)
    assert.equal(text.match(/<h1>/g)?.length, 1, path)
    for (const href of linksOf(site, path)) {
      const [file = '', anchor] = href.split('#')
      const to = file === '' ? path : target(path, file)
      assert.ok(site.has(to), `${path} links to ${href}`)
      if (anchor !== undefined) assert.match(textOf(site, to), new RegExp(` id="${anchor}"`))
    }
  }
}

function linksOf(site: Site, path: string): readonly string[] {
  return [...textOf(site, path).matchAll(/ href="([^"]+)"/g)]
    .map(([, href = '']) => href)
    .filter((href) => !/^(tel|mailto|data):/.test(href))
}

function target(from: string, href: string): string {
  return normalize(join(dirname(from), href))
}

function assertNamesNobody(path: string, content: string): void {
  const text = `${path}\n${content}`.toLowerCase()
  for (const { name, slug, number = '-none-', subscriptions } of estate.tenants) {
    const domains = subscriptions.flatMap(({ domain }) => domain ?? [])
    for (const word of [name, slug, number, ...domains])
      assert.ok(!text.includes(word.toLowerCase()), `${path}: ${word}`)
  }
}
