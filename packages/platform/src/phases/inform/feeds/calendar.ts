import { type CalendarEntry, icalendar } from '../../../core/icalendar/index.ts'
import { siteWords } from '../../../core/messages/index.ts'
import { plainText } from '../../../core/updates/index.ts'
import { exerciseMark, type PageContext } from '../page.ts'
import { calendarPath, homePath } from '../paths.ts'

/** How often calendars should look again. */
const refreshMinutes = 60

/** The promise of the next update as an appointment that moves with each update, and ends with the case. */
export function calendarFile({
  view,
  words,
  edition,
}: Pick<PageContext, 'view' | 'words' | 'edition'>): readonly [string, string] {
  const latest = view.updates.at(-1)
  const stamp = Temporal.Instant.from(latest?.at ?? view.declaredAt)
  const said = siteWords[words.language]
  const promised = view.nextBy ?? latest?.nextBy
  const entries: CalendarEntry[] =
    promised === undefined
      ? []
      : [
          {
            name: 'next update',
            due: Temporal.Instant.from(promised),
            summary: plainText(`${exerciseMark(view, words)}${said.nextUpdateFrom(view.provider)}`),
            description: words.ifNothingNew,
            state: view.closed ? 'cancelled' : 'confirmed',
            // Closing takes back the last promise: one change more than there are updates.
            revision: view.updates.length + (view.closed ? 1 : 0),
            ...(edition?.url !== undefined && { url: `${edition.url}${homePath(words)}` }),
            reminders: [],
          },
        ]
  const name = plainText(`${exerciseMark(view, words)}${words.siteTitle(view.provider)}`)
  const file = icalendar({ name, stamp, maker: 'site', language: words.language, refreshMinutes }, entries)
  return [calendarPath(words), file]
}
