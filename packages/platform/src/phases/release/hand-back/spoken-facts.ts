import { databaseLines } from './databases.ts'
import type { Receipt } from './receipt.ts'
import type { HandBackWords } from './words.ts'
import type { Spoken } from './spoken.ts'

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
