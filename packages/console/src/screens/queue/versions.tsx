import { useQuery } from '@tanstack/react-query'

import type { SideBySideShape } from '../../api/shapes.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { absoluteTime, bytes } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { Difference } from './difference.tsx'
import { versionsQuery } from './queue-queries.ts'
import { decideWords, queueWords } from './queue-words.ts'

interface VersionsProps {
  readonly caseId: string
  readonly facts: string
  readonly canCompare: boolean
}

/** Both versions of the group's first files. They may be the attacker's: text, and nothing but text. */
export function Versions({ caseId, facts, canCompare }: VersionsProps) {
  const words = useWords(queueWords)
  const failed = useWords(decideWords)
  const versions = useQuery({ ...versionsQuery(caseId, facts), enabled: canCompare })
  if (!canCompare) {
    return (
      <p className="quiet">
        {words.cannotCompare}
        <br />
        <code>npx anlauf recover queue show --queue FILE --group {facts.slice(0, 12)}</code>
      </p>
    )
  }
  if (versions.error !== null) {
    return (
      <>
        <Complaint title={failed.failed} error={versions.error} />
        <button type="button" className="plain" onClick={() => void versions.refetch()}>
          {words.tryAgain}
        </button>
      </>
    )
  }
  if (versions.data === undefined) return <p role="status">{words.reading}</p>
  return (
    <>
      <p className="quiet">{words.hostile}</p>
      {versions.data.views.map((view) => (
        <SideBySide key={view.place} view={view} />
      ))}
    </>
  )
}

type Version = SideBySideShape['newest']

function SideBySide({ view }: { view: SideBySideShape }) {
  const words = useWords(queueWords)
  const { language } = useLanguage()
  const { place, newest, previous, same, difference } = view
  const cells: Readonly<Record<keyof typeof words.rows, (version: Version) => string>> = {
    takenAt: ({ takenAt }) => (takenAt === null ? '?' : absoluteTime(takenAt, language)),
    mtime: ({ mtime }) => (Number.isNaN(Date.parse(mtime)) ? mtime : absoluteTime(mtime, language)),
    size: ({ size }) => bytes(size, language),
    type: ({ type }) => type ?? '?',
    structure: ({ structure }) => structure ?? '?',
    entropy: ({ entropy, looksRandom }) => `${entropy ?? '?'}${looksRandom ? `, ${words.likeNoise}` : ''}`,
    sha256: ({ sha256 }) => sha256 ?? '?',
    text: ({ text }) => text ?? '?',
    hex: ({ hex }) => hex ?? '?',
  }
  return (
    <section className="versions">
      <h3 className="mono breakable">
        <bdi>{place}</bdi>
      </h3>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={place}>
        <table className="list">
          <thead>
            <tr>
              <td />
              <th scope="col">{words.previous}</th>
              <th scope="col">{words.newest}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(cells) as (keyof typeof cells)[]).map((row) => {
              const [before, now] = [previous === null ? undefined : cells[row](previous), cells[row](newest)]
              const isText = row === 'text' || row === 'hex' || row === 'sha256'
              return (
                <tr key={row} data-differs={(before !== undefined && before !== now) || undefined}>
                  <th scope="row">{words.rows[row]}</th>
                  <td className={isText ? 'mono breakable' : undefined}>
                    <bdi>{before ?? '–'}</bdi>
                  </td>
                  <td className={isText ? 'mono breakable' : undefined}>
                    <bdi>{now}</bdi>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {previous === null && <p>{words.noPrevious}</p>}
      {same !== null && <p>{words.same(bytes(same.atStart, language), bytes(same.atEnd, language))}</p>}
      {difference !== null && <Difference difference={difference} hasBefore={previous !== null} />}
    </section>
  )
}
