import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { exampleEstate, moments, PlayedCase } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { playedContents } from '../../packages/platform/src/phases/inform/content/contents.fixture.ts'
import { bundleSite } from '../../packages/platform/src/phases/inform/index.ts'
import { debianPython, needPythonModule } from '../debian.ts'

const skipFeeds = needPythonModule('feedparser', 'python3-feedparser')
const skipCalendars = needPythonModule('icalendar', 'python3-icalendar')
const { privateKey: key } = generateKeyPairSync('ed25519')
const url = 'https://status.example.org/fall/'

function siteOf(played: PlayedCase, address: string | undefined = url): ReadonlyMap<string, Uint8Array> {
  const now = new Date(played.now + 3_600_000)
  return bundleSite(played.desk, exampleEstate, {
    now,
    sequence: 7,
    validUntil: new Date(now.getTime() + 3_600_000),
    previous: undefined,
    log: undefined,
    key,
    url: address,
    statements: [],
  }).files
}
const textOf = (site: ReadonlyMap<string, Uint8Array>, path: string): string => {
  const bytes = site.get(path)
  assert.ok(bytes, `${path} is missing`)
  return Buffer.from(bytes).toString('utf8')
}

interface Parsed {
  readonly bozo: string | null
  readonly version: string
  readonly title: string
  readonly language: string
  readonly links: readonly { readonly rel: string; readonly href: string }[]
  readonly entries: readonly {
    readonly id: string
    readonly title: string
    readonly link: string | null
    readonly updated: readonly number[]
    readonly text: string
  }[]
}

/** feedparser calls a feed "bozo" for whatever a strict reader would refuse. */
function parseFeeds(feeds: readonly string[]): readonly Parsed[] {
  const program = `
import feedparser, json, sys
out = []
for text in json.load(sys.stdin):
    d = feedparser.parse(text.encode('utf-8'), sanitize_html=False, response_headers={'content-type': 'application/xml; charset=utf-8', 'content-location': 'https://status.example.org/fall/x'})
    out.append(dict(bozo=repr(d.get('bozo_exception')) if d.bozo else None, version=d.version, title=d.feed.get('title'), language=d.feed.get('language'),
        links=[dict(rel=l.rel, href=l.href) for l in d.feed.get('links', [])],
        entries=[dict(id=e.get('id'), title=e.title, link=e.get('link'), updated=list(e.get('updated_parsed') or e.published_parsed)[:6], text=e.content[0].value if 'content' in e else e.summary) for e in d.entries]))
json.dump(out, sys.stdout)`
  const run = spawnSync(debianPython, ['-c', program], { input: JSON.stringify(feeds), encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  return JSON.parse(run.stdout) as Parsed[]
}

test(
  'Atom, RSS and JSON Feed say the same, in both languages, to a strict parser',
  { skip: skipFeeds },
  () => {
    const site = siteOf(moments.partlyReleased().wait(1).correct(4, { de: 'Neu: fünf.', en: 'New: five.' }))
    for (const [folder, language] of [
      ['', 'de'],
      ['en/', 'en'],
    ] as const) {
      const [atom, rss] = parseFeeds([textOf(site, `${folder}feed.xml`), textOf(site, `${folder}rss.xml`)])
      const json = JSON.parse(textOf(site, `${folder}feed.json`)) as JsonFeed
      assert.ok(atom && rss)
      assert.deepEqual([atom.bozo, rss.bozo], [null, null])
      assert.deepEqual(
        [atom.version, rss.version, json.version],
        ['atom10', 'rss20', 'https://jsonfeed.org/version/1.1'],
      )
      assert.deepEqual([rss.language, json.language], [language, language])
      assert.equal(atom.entries.length, 6)
      const said = (feed: Parsed) =>
        feed.entries.map(({ id, title, link, text }) => ({ id, title, link, text: text.trim() }))
      assert.deepEqual(said(atom), said(rss))
      assert.deepEqual(
        said(atom),
        json.items.map(({ id, title, url: link, content_text: text }) => ({ id, title, link, text })),
      )
      for (const { link } of atom.entries) {
        assert.ok(link !== null)
        assert.ok(link.startsWith(url) && site.has(link.slice(url.length)), link)
      }
      assert.ok(atom.links.some(({ rel, href }) => rel === 'self' && href === `${url}${folder}feed.xml`))
      assert.deepEqual(json._anlauf.sequence, 7)
      assert.match(textOf(site, `${folder}feed.xml`), /<anlauf:edition sequence="7" validUntil="2026-/)
    }
  },
)

interface JsonFeed {
  readonly version: string
  readonly language: string
  readonly _anlauf: { readonly sequence: number }
  readonly items: readonly {
    readonly id: string
    readonly title: string
    readonly url: string
    readonly content_text: string
  }[]
}

test(
  'a correction is an entry of its own; the corrected one comes up again, with its id, and says so',
  { skip: skipFeeds },
  () => {
    const before = moments.partlyReleased().wait(1)
    const [old] = parseFeeds([textOf(siteOf(before), 'en/feed.xml')])
    const [now] = parseFeeds([
      textOf(siteOf(before.correct(4, { de: 'Neu: fünf.', en: 'New: five.' })), 'en/feed.xml'),
    ])
    assert.ok(old && now)
    assert.match(now.entries[0]?.title ?? '', /Update 6, correcting update 4/)
    assert.match(now.entries[0]?.text ?? '', /New: five\.[^]*The number was wrong\./)
    const [was, is] = [old, now].map(({ entries }) => entries.find(({ id }) => id.endsWith(':4')))
    assert.ok(was && is)
    assert.equal(is.id, was.id)
    assert.notDeepEqual(is.updated, was.updated)
    assert.deepEqual(is.updated, now.entries[0]?.updated)
    assert.match(is.text, /6/)
  },
)

test('a service has its own feeds: only updates with which its state changed', { skip: skipFeeds }, () => {
  const site = siteOf(moments.allReleased())
  const services = [...site.keys()].filter((path) => /^dienste\/.*\.atom\.xml$/.test(path))
  assert.equal(services.length, exampleEstate.services.length)
  const feeds = parseFeeds(
    services.flatMap((path) => [textOf(site, path), textOf(site, path.replace('.atom.', '.rss.'))]),
  )
  for (const { bozo, entries } of feeds) {
    assert.equal(bozo, null)
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
  }
  const [mail] = parseFeeds([textOf(site, 'en/services/mail.atom.xml')])
  const [untouched] = parseFeeds([textOf(site, 'en/services/compare.atom.xml')])
  assert.ok(mail && untouched)
  assert.deepEqual([mail.entries.length, untouched.entries.length], [6, 1])
  assert.match(mail.title, /^Exercise: Mail – /)
})

test(
  'whatever people type, and without an address of the site, feeds stay strict',
  { skip: skipFeeds },
  () => {
    const played = new PlayedCase().declare()
    fc.sample(fc.string({ unit: 'binary', maxLength: 200 }), 15).forEach((text, n) => {
      played.publish(`u${n}`, { de: text, en: `]]></content></description>${text}` })
    })
    const site = siteOf(played, undefined)
    const feeds = parseFeeds(
      ['feed.xml', 'rss.xml', 'en/feed.xml', 'en/rss.xml'].map((path) => textOf(site, path)),
    )
    for (const { bozo, entries } of feeds) {
      assert.equal(bozo, null)
      assert.equal(entries.length, 15)
    }
  },
)

interface ParsedEvent {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly start: string
  readonly summary: string
  readonly errors: readonly unknown[]
}

function parseCalendar(text: string): readonly ParsedEvent[] {
  const program = `
import icalendar, json, sys
cal = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert cal.name == 'VCALENDAR' and cal['VERSION'] == '2.0' and cal['PRODID']
print(json.dumps([dict(uid=str(e['UID']), sequence=int(e['SEQUENCE']), status=str(e['STATUS']), start=e['DTSTART'].dt.isoformat(), summary=str(e['SUMMARY']), stamp=e['DTSTAMP'].dt.isoformat(), errors=e.errors) for e in cal.walk('VEVENT')]))`
  const run = spawnSync(debianPython, ['-c', program], { input: text, encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  return JSON.parse(run.stdout) as ParsedEvent[]
}

test(
  'the calendar: one promise that keeps its UID, moves with a rising number, ends with the case',
  { skip: skipCalendars },
  () => {
    const stages = [
      'declared',
      'contained',
      'restoring',
      'verifying',
      'partlyReleased',
      'allReleased',
      'closed',
    ] as const
    let last = -1
    const uids = new Set<string>()
    for (const stage of stages) {
      const played = moments[stage]()
      const [event, ...more] = parseCalendar(textOf(siteOf(played), 'calendar.ics'))
      assert.ok(event)
      assert.deepEqual([more, event.errors], [[], []])
      assert.ok(event.sequence > last, stage)
      last = event.sequence
      uids.add(event.uid)
      assert.equal(event.status, stage === 'closed' ? 'CANCELLED' : 'CONFIRMED')
      assert.equal(Date.parse(event.start), Date.parse(played.desk.published.at(-1)?.nextBy ?? ''))
    }
    assert.equal(uids.size, 1)
  },
)

test(
  'planned restarts: one entry a service that moves, is confirmed, is taken back; each change counts',
  { skip: skipCalendars },
  () => {
    const played = playedContents()
    const events = new Map(
      parseCalendar(textOf(siteOf(played), 'en/calendar.ics')).map((event) => [event.summary, event]),
    )
    const told = ['Sign-in', 'Mail', 'File share'].map((name) => {
      const event = [...events].find(([summary]) => summary.endsWith(`Planned restart: ${name}`))?.[1]
      return [name, event?.status, event?.sequence, event?.errors]
    })
    assert.deepEqual(told, [
      ['Sign-in', 'CONFIRMED', 0, []],
      ['Mail', 'TENTATIVE', 1, []],
      ['File share', 'CANCELLED', 1, []],
    ])
    const german = parseCalendar(textOf(siteOf(played), 'calendar.ics'))
    assert.equal(german.length, events.size)
    const all = JSON.parse(textOf(siteOf(played), 'api/v2/scheduled-maintenances.json')) as {
      scheduled_maintenances: { name: string; status: string; scheduled_for: string; components: unknown[] }[]
    }
    assert.deepEqual(
      all.scheduled_maintenances
        .map(({ status, components }) => `${status} ${components.length}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
      ['completed 1', 'scheduled 1', 'scheduled 1'],
    )
  },
)
