import type { Finding } from './finding.ts'
import { folded, sentencesOf } from './plain-text.ts'

type Found = Pick<Finding, 'kind' | 'found' | 'hint'>

/** Clock times without a zone, and days that mean another day tomorrow: an update is read for months. */
export function looseTimes(text: string): readonly Found[] {
  const clocks = [
    ...text.matchAll(
      /\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d(?!\d|\.\d))(?:\s?Uhr)?|\b\d{1,2}\s?(?:Uhr|[ap]\.?m\b\.?)/gi,
    ),
  ]
    // "9.50 EUR" and versions are no clocks; with a dot only "Uhr" makes one.
    .filter(([clock]) => clock.includes(':') || /uhr|m/i.test(clock))
    .filter((match) => !zone.test(text.slice(match.index + match[0].length)))
    .map(([clock]) => ({
      kind: 'time-without-zone' as const,
      found: clock,
      hint: 'Write the zone behind the time, as in "06:12 Uhr (MEZ)" or "06:12 CET".',
    }))
  const days = text.match(
    /\b(?:heute|morgen|übermorgen|gestern|[Tt]oday|[Tt]omorrow|[Yy]esterday|[Tt]onight)\b|\bHeute\b|\bGestern\b/g,
  )
  return [
    ...clocks,
    ...[...new Set(days)].map((found) => ({
      kind: 'relative-date' as const,
      found,
      hint: 'Write the date; the page stays and is read on other days.',
    })),
  ]
}

const zone = /^\s*\(?(?:UTC|GMT|MEZ|MESZ|CET|CEST|[+-]\d\d:?\d\d|Uhr\s*\(?(?:UTC|MEZ|MESZ))/

const date =
  /\b\d{1,2}\.\s?(?:\d{1,2}\.|jan|feb|maer|apr|mai|jun|jul|aug|sep|okt|nov|dez)|\b\d{4}-\d\d-\d\d|\b\d{1,2}(?:st|nd|rd|th)?\s(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*\s\d{1,2}\b|\b(?:mon|diens|donners|frei|sams|sonn)tag|\bmittwoch|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bwochenende|weekend|\b(?:naechste|kommende|diese|next|coming|this)\w*\s(?:woche|tage|monat|stunde|week|day|month|hour)|\b(?:ende|anfang|mitte|end of|start of)\b.*\b(?:woche|monat|week|month|tag|day)|\b(?:in|binnen|innerhalb|within)\b.*\b(?:stunde|tag|woche|hour|day|week)|\b\d{1,2}:\d\d|\b\d{1,2} ?uhr|\b(?:heute|morgen|uebermorgen|today|tomorrow|tonight|shortly|soon|bald|demnaechst|in kuerze)\b/
const back =
  /verfuegbar|freigegeben|freigabe|wieder|laeuft|laufen|in betrieb|nutzbar|erreichbar|available|\bback\b|restor|releas|online|operational|running|reachable|usable|up again/
const ahead =
  /\b(?:wird|werden|sollen|soll|sollte\w*|rechnen|erwarten|planen|geplant|voraussichtlich|will|shall|should|expect\w*|plan\w*|going to|aim\w*|hope\w*|hoffen|scheduled|spaetestens|at the latest)\b|'ll\b/
const past = /\b(?:wurde|wurden|war|waren|was|were|has been|have been|hatte|hatten|seit|since)\b/

/** Promises to be back at some time. While a gate is open nobody knows when it opens. */
export function promisedDates(text: string): readonly Found[] {
  return sentencesOf(text)
    .filter((sentence) => {
      const plain = folded(sentence)
      return date.test(plain) && back.test(plain) && (ahead.test(plain) || !past.test(plain))
    })
    .map((found) => ({
      kind: 'promised-date' as const,
      found,
      hint: 'Say how far it is, not when it is done: data is released when the gate opens, and it is not open.',
    }))
}
