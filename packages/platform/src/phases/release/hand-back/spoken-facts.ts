import { databaseLines } from './databases.ts'
import type { Receipt } from './receipt.ts'
import type { HandBackWords } from './words.ts'

/** Figures and times of a receipt as people of one language write them. */
export interface Spoken {
  count(value: number): string
  bytes(value: number): string
  moment(rfc3339: string): string
  age(seconds: number): string
}

/** Times are shown in the provider's zone, with its name. */
export function spoken(words: HandBackWords, timeZone: string): Spoken {
  const count = new Intl.NumberFormat(words.locale)
  const bytes = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 })
  const time = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'long', timeZone })
  return {
    count: (value) => count.format(value),
    bytes(value) {
      const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
      const power = value < 1024 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(value) / 10))
      return `${bytes.format(value / 1024 ** power)} ${names[power]}`
    },
    moment: (text) => (Number.isNaN(Date.parse(text)) ? text : time.format(new Date(text))),
    age(seconds) {
      const days = Math.round(seconds / 86_400)
      if (days >= 2) return words.age(days, 'day')
      const hours = Math.round(seconds / 3600)
      if (hours >= 1) return words.age(hours, 'hour')
      return words.age(Math.max(1, Math.round(seconds / 60)), 'minute')
    },
  }
}

/** The lines of "what you got", the same in receipt and leaflet. */
export function contentLines(receipt: Receipt, words: HandBackWords, say: Spoken): string[] {
  const times = receipt.restorePoints.flatMap(({ at }) => (at === null ? [] : [at]))
  const [first, last] = [times.at(0), times.at(-1)]
  return [
    words.contents(say.count(receipt.files), say.bytes(receipt.bytes)),
    words.forms[receipt.form],
    ...databaseLines(receipt, words, say),
    ...(first === undefined || last === undefined
      ? []
      : [words.restorePoints(receipt.restorePoints.length, say.moment(first), say.moment(last))]),
    words.checked(say.count(receipt.scan.clean), `${receipt.scan.engine} ${receipt.scan.engineVersion}`),
    words.released(say.moment(receipt.releasedAt), receipt.approvals.length),
  ]
}

/** What is not as it was, by reason; the files have their names elsewhere. */
export function deviationLines(receipt: Receipt, words: HandBackWords, say: Spoken): string[] {
  const { older, missing, reviewed } = receipt
  const olderReasons = Object.entries(words.olderReasons).flatMap(([reason, text]) => {
    const count = older.reasons[reason] ?? 0
    return count === 0 ? [] : [`– ${say.count(count)}: ${text}`]
  })
  const missingReasons = Object.entries(words.missingReasons).flatMap(([reason, text]) => {
    const count = missing.reasons[reason] ?? 0
    return count === 0 ? [] : [`– ${say.count(count)}: ${text}`]
  })
  const most = older.maxOlderSeconds
  return [
    ...(missing.count === 0
      ? [words.nothingMissing]
      : [words.missingCount(say.count(missing.count)), ...missingReasons, words.namedIn('missing.ndjson')]),
    ...(older.count === 0
      ? [words.nothingOlder]
      : [
          most > 0
            ? words.olderCount(say.count(older.count), say.age(most))
            : words.olderCountNoAge(say.count(older.count)),
          ...olderReasons,
          words.namedIn('older.ndjson'),
        ]),
    ...(reviewed.count === 0
      ? []
      : [words.reviewedCount(say.count(reviewed.count)), words.namedIn('reviewed.ndjson')]),
    ...(reviewed.released === 0 ? [] : [words.releasedCount(say.count(reviewed.released))]),
    words.notRestored,
  ]
}

/** What to type to open it. */
export function openingCommands(receipt: Receipt): string[] {
  switch (receipt.form) {
    case 'files':
      return ['sha256sum -c --quiet receipt/files.sha256']
    case 'tar':
      return ['sha256sum files.tar', 'tar -xf files.tar']
    case 'repository':
      return [
        'restic -r repository check --read-data',
        'restic -r repository snapshots',
        ...new Set(
          receipt.data.kind === 'repository'
            ? receipt.data.snapshots.map(
                ({ id }) => `restic -r repository restore ${id.slice(0, 8)} -t restored`,
              )
            : [],
        ),
      ]
  }
}

/** The sentence before those commands. */
export function openingSentence({ form }: Receipt, words: HandBackWords): string {
  return { files: words.openFiles, tar: words.openTar, repository: words.openRepository }[form]
}
