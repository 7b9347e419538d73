import { type CalendarEntry, icalendar } from '../../../core/icalendar/index.ts'
import { siteWords } from '../../../core/messages/index.ts'
import { plainText } from '../../../core/updates/index.ts'
import { exerciseMark } from '../page.ts'
import type { PageContext } from '../page-context.ts'
import { calendarPath, homePath, updatePath } from '../paths.ts'

/** How often calendars should look again. */
const refreshMinutes = 60

/**
 * What is to come: the promise of the next update, which moves with each update and ends with the case, and the windows in which
 * services are to be started again. A window that was taken back stays, cancelled, so that calendars take it away.
 */
export function calendarFile({
  view,
  words,
  edition,
}: Pick<PageContext, 'view' | 'words' | 'edition'>): readonly [string, string] {
  const stamp = Temporal.Instant.from(view.updates.at(-1)?.at ?? view.declaredAt)
  const name = plainText(`${exerciseMark(view, words)}${words.siteTitle(view.provider)}`)
  const entries = [...promiseOf({ view, words, edition }), ...windowsOf({ view, words, edition })]
  const file = icalendar({ name, stamp, maker: 'site', language: words.language, refreshMinutes }, entries)
  return [calendarPath(words), file]
}

type Shown = Pick<PageContext, 'view' | 'words' | 'edition'>

function promiseOf({ view, words, edition }: Shown): CalendarEntry[] {
  const promised = view.nextBy ?? view.updates.at(-1)?.nextBy
  if (promised === undefined) return []
  return [
    {
      name: 'next update',
      due: Temporal.Instant.from(promised),
      summary: plainText(
        `${exerciseMark(view, words)}${siteWords[words.language].nextUpdateFrom(view.provider)}`,
      ),
      description: words.ifNothingNew,
      state: view.closed ? 'cancelled' : 'confirmed',
      // Closing takes back the last promise: one change more than there are updates.
      revision: view.updates.length + (view.closed ? 1 : 0),
      ...(edition?.url !== undefined && { url: `${edition.url}${homePath(words)}` }),
      reminders: [],
    },
  ]
}

function windowsOf({ view, words, edition }: Shown): CalendarEntry[] {
  return view.windows.map(({ service, name, from, to, status, sequence, changedAt, update }) => ({
    name: `window ${service}`,
    due: Temporal.Instant.from(from),
    end: Temporal.Instant.from(to),
    summary: plainText(
      `${exerciseMark(view, words)}${siteWords[words.language].restartOf(name[words.language])}`,
    ),
    description: `${siteWords[words.language].noBindingDate} ${words.update(update)}.`,
    state: status,
    revision: sequence,
    stamp: Temporal.Instant.from(changedAt),
    ...(edition?.url !== undefined && { url: `${edition.url}${updatePath(words, update)}` }),
    reminders: [],
  }))
}
