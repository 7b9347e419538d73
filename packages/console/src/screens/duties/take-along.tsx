import { useMutation, useQuery } from '@tanstack/react-query'

import { casePath, meQuery } from '../../api/queries.ts'
import { postFile } from '../../api/request.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { dutiesWords } from './duties-words.ts'

const apart = ['breaches', 'rationales', 'telecom'] as const
const open = ['submissions', 'complaints'] as const

/** Registers for who audits, and the complaint for the police, as files. */
export function TakeAlong({ caseId }: { caseId: string }) {
  const words = useWords(dutiesWords)
  const { language } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const may = (permission: string) => me?.permissions.some((one) => one === permission) === true
  const registers = [...(may('readPrivileged') ? apart : []), ...(may('recordClock') ? open : [])]
  if (registers.length === 0 && !may('exportEvidence')) return null
  return (
    <section className="block" aria-labelledby="registers">
      {registers.length > 0 && (
        <>
          <h2 id="registers">{words.registers}</h2>
          <p className="quiet">{words.registersNote}</p>
          <ul>
            {registers.map((register) => (
              <li key={register}>
                <a href={`${casePath(caseId)}/registers/${register}?language=${language}`} download>
                  {words.registerNames[register]}
                </a>{' '}
                <span className="quiet">CSV</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {may('exportEvidence') && <Complaint caseId={caseId} />}
    </section>
  )
}

function Complaint({ caseId }: { caseId: string }) {
  const words = useWords(dutiesWords)
  const { language } = useLanguage()
  const make = useMutation({
    mutationFn: () => postFile(`${casePath(caseId)}/complaint`, { language }, `${caseId}-complaint.tar`),
  })
  return (
    <>
      <h2>{words.complaint}</h2>
      <p className="quiet">{words.complaintNote}</p>
      <div className="buttons">
        <button type="button" className="plain" disabled={make.isPending} onClick={() => make.mutate()}>
          {words.makeComplaint}
        </button>
      </div>
      <p role="status">{make.isSuccess ? words.made : ''}</p>
      {make.error !== null && <ProblemNote error={make.error} />}
    </>
  )
}
