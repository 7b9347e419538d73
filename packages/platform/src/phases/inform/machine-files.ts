import type { Messages } from '../../core/messages/index.ts'
import { plainText } from '../../core/updates/index.ts'
import type { SiteEdition } from './edition.ts'
import { markup } from './markup.ts'
import { momentText } from './moments.ts'
import { exerciseMark } from './page.ts'
import { homePath, updatePath } from './paths.ts'
import type { PublicView } from './public-view.ts'
import { programStatus } from './statuspage.ts'

/** Entries of a feed; readers that were away longer find the rest in the list. */
const maxEntries = 20

/** States and figures for programs. A missing promise is `null`; lists are never left out. */
export function statusJson(view: PublicView, now: Date, edition?: SiteEdition): string {
  return json({
    exercise: view.exercise,
    stage: view.stage,
    closed: view.closed,
    declaredAt: view.declaredAt,
    isolatedAt: view.isolatedAt ?? null,
    asOf: view.updates.at(-1)?.asOf ?? view.declaredAt,
    nextUpdateBy: view.nextBy ?? null,
    nextUpdateIsLate: view.nextBy !== undefined && Date.parse(view.nextBy) < now.getTime(),
    generatedAt: now.toISOString(),
    ...(edition && { sequence: edition.sequence, validUntil: edition.validUntil }),
    components: view.services.map((service) => ({
      id: service.id,
      name: service.name,
      status: service.state === 'unknown' ? null : programStatus(service),
      state: service.state,
      customers: service.customers ?? null,
      proof: service.proof ?? null,
    })),
    recovery: view.steps,
    files: view.files,
    bytes: view.bytes,
    filesHeld: view.held,
    filesWithoutIntactBackup: view.lost,
    updates: view.updates.length,
  })
}

/** JSON with one value a line, texts free of characters that deceive. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? plainText(part) : part), 1)}\n`
}

/** RFC 4287. Ids are stable; the time of the newest update is the feed's. */
export function atomFeed(view: PublicView, words: Messages, caseId: string): string {
  const id = `urn:anlauf:${encodeURIComponent(caseId)}:${words.language}`
  const updates = view.updates.toReversed()
  const up = words.language === 'de' ? '' : '../'
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${words.language}">
<title>${exerciseMark(view, words)}${words.siteTitle(view.provider)}</title>
<id>${id}</id>
<updated>${updates[0]?.at ?? view.declaredAt}</updated>
<author><name>${view.provider}</name></author>
<link rel="alternate" type="text/html" href="${up}${homePath(words)}"/>
${updates.slice(0, maxEntries).map(
  ({ number, at, text }) => markup`<entry>
<title>${exerciseMark(view, words)}${words.update(number)}: ${momentText(words, view.timeZone, at)}</title>
<id>${id}:${number}</id>
<updated>${at}</updated>
<link rel="alternate" type="text/html" href="${up}${updatePath(words, number)}"/>
<content type="text">${text?.[words.language] ?? words.withheld}</content>
</entry>
`,
)}</feed>
`.text
}
