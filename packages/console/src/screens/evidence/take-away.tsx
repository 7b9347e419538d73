import '../../styles/decisions.css'

import { useQuery } from '@tanstack/react-query'

import { casePath, meQuery } from '../../api/queries.ts'
import { Icon } from '../../parts/icon.tsx'
import { SayButton } from '../../parts/say-button.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../words/language.tsx'
import { isOpen, jobsQuery } from '../jobs/job-queries.ts'
import { evidenceWords } from './evidence-words.ts'

/** The evidence for somebody who does not trust this screen. */
export function TakeAway({ caseId }: { caseId: string }) {
  const words = useWords(evidenceWords)
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery(jobsQuery(caseId))
  const exports = (data?.jobs ?? []).filter(({ kind }) => kind === 'export')
  const newest = exports.find(({ state }) => state === 'done')
  const open = exports.find(isOpen)
  const mayExport = me?.permissions.some((one) => one === 'exportEvidence') === true
  return (
    <section className="block" aria-labelledby="take-away">
      <h2 id="take-away">{words.exportTitle}</h2>
      {mayExport && (
        <p>
          <a
            className="button plain"
            href={`${casePath(caseId)}/evidence.ndjson`}
            download={`${caseId}.ndjson`}
          >
            <Icon name="down" />
            {words.download}
          </a>
        </p>
      )}
      <p>{words.signed}</p>
      <div className="buttons">
        {newest !== undefined && mayExport && (
          <a
            className="button"
            href={`${casePath(caseId)}/exports/${newest.attempt}/bundle.tar`}
            download={`${caseId}-evidence-${newest.attempt}.tar`}
          >
            <Icon name="down" />
            {words.bundle(String(newest.attempt))}
          </a>
        )}
        {open === undefined ? (
          <SayButton caseId={caseId} path="/jobs" body={{ kind: 'export' }} needs="exportEvidence" isPlain>
            {words.makeBundle}
          </SayButton>
        ) : (
          <StateMark tone="busy">{words.making}</StateMark>
        )}
      </div>
      <p className="quiet">
        {words.byCommand}
        <br />
        <code>npx anlauf evidence export --case {caseId} --to FOLDER</code>
      </p>
    </section>
  )
}
