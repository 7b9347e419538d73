import assert from 'node:assert/strict'
import { test } from 'node:test'

import { messages } from '../../../core/messages/index.ts'
import { exampleEstate, moments, PlayedCase } from '../case.fixture.ts'
import { renderSite } from '../site.ts'

function timelineOf(played: PlayedCase, path = 'en/timeline.html'): string {
  const files = renderSite(played.desk, exampleEstate, new Date(played.now + 3_600_000))
  return Buffer.from(files.get(path) ?? []).toString()
}

/** Every drawing has a text: for each bar a line of the list names service and state, for each dot an entry. */
function assertSaidInWords(page: string): number {
  const [, picture = '', list = ''] =
    /<svg role="img"([\s\S]*?)<\/svg>[\s\S]*?<ol class="timeline">([\s\S]*?)<\/ol>/.exec(page) ?? []
  const lanes = picture.split(/<text x="0"/).slice(1)
  const words = Object.values(messages.en.states)
  let bars = 0
  for (const lane of lanes) {
    const name = /^[^>]*>([^<]+)</.exec(lane)?.[1] ?? ''
    const drawn = lane.match(/<rect/g)?.length ?? 0
    const lines = [...list.matchAll(/<p class="note">([^<]+)<\/p>/g)].map(([, line = '']) => line)
    const said = lines.filter(
      (line) => line.includes(name) && words.some((state) => line.endsWith(`: ${state}`)),
    )
    assert.equal(said.length, drawn, `${name}: ${drawn} bars, ${said.length} lines`)
    bars += drawn
  }
  const dots = picture.match(/<circle class="mark/g)?.length ?? 0
  assert.equal(
    list.match(/<a href="updates\/\d+\.html">|<a href="\.\.\/en\/updates\/\d+\.html">/g)?.length,
    dots,
  )
  return bars
}

test('what the picture shows, the list says: each bar, each update, each promise', () => {
  for (const play of [
    moments.contained,
    moments.verifying,
    moments.partlyReleased,
    moments.allReleased,
    moments.closed,
  ]) {
    assert.ok(assertSaidInWords(timelineOf(play())) >= 5)
  }
})

test('it is named and described for those who do not see it, in the language of the page', () => {
  const page = timelineOf(moments.partlyReleased(), 'verlauf.html')
  assert.match(
    page,
    /<svg role="img" aria-labelledby="graphic-title graphic-desc"[^>]*>\s*<title id="graphic-title">Der Vorfall im Zeitverlauf<\/title>\s*<desc id="graphic-desc">Von Dienstag/,
  )
  assert.match(page, /<ol class="timeline">[\s\S]*<time datetime="2026-03-11T05:12:00.000Z">/)
})

test('nothing lies outside the picture, and no bar is bent by hand', () => {
  const page = timelineOf(moments.closed())
  for (const [, x = '', width = ''] of page.matchAll(
    /<rect class="\w+" x="([\d.]+)%" y="\d+" width="([\d.]+)%"/g,
  )) {
    assert.ok(Number(x) >= 0 && Number(x) + Number(width) <= 100.5, `${x} ${width}`)
  }
  assert.doesNotMatch(page, /NaN|Infinity|style="/)
})

test('before anything was published there is no picture, and no error', () => {
  assert.doesNotMatch(timelineOf(new PlayedCase().declare()), /<svg role="img"/)
})
