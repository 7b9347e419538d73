import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { ApprovalsShape } from '../../api/shapes.ts'
import { formText } from '../../parts/form-text.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { askForApproval } from './approval-queries.ts'
import { approvalsWords, signWords } from './approvals-words.ts'

interface ReadyUnitsProps {
  readonly caseId: string
  readonly units: ApprovalsShape['ready']
  /** More than are shown when there are many; they come up as these are asked for. */
  readonly total: number
  readonly missingOf: (unit: string) => readonly string[] | undefined
}

/** Units whose release somebody can ask for. */
export function ReadyUnits({ caseId, units, total, missingOf }: ReadyUnitsProps) {
  const words = useWords(approvalsWords)
  const { language } = useLanguage()
  if (units.length === 0) return null
  return (
    <section className="block" aria-labelledby="ready-title">
      <h2 id="ready-title">{words.ready}</h2>
      <p className="quiet">{words.readyNote}</p>
      {total > units.length && (
        <p>{words.readyMore(count(units.length, language), count(total, language))}</p>
      )}
      <ul className="cards">
        {units.map(({ unit, contentHash }) => (
          <li key={unit}>
            <AskForm caseId={caseId} unit={unit} contentHash={contentHash} missing={missingOf(unit) ?? []} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface AskFormProps {
  readonly caseId: string
  readonly unit: string
  readonly contentHash: string
  readonly missing: readonly string[]
}

function AskForm({ caseId, unit, contentHash, missing }: AskFormProps) {
  const words = useWords(approvalsWords)
  const sign = useWords(signWords)
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  const nameOf = useTenantNames()
  const ask = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    setError(undefined)
    const reason = formText(new FormData(event.currentTarget), 'reason')
    try {
      await askForApproval(caseId, { kind: 'unit', unit, contentHash, reason })
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form className="ask" onSubmit={(event) => void ask(event)}>
      <p>
        <strong>{nameOf(unit)}</strong> <span className="hash-digits">{contentHash.slice(0, 8)}</span>
      </p>
      {missing.length > 0 && (
        <p className="quiet">
          {words.gate}: {missing.join('; ')}
        </p>
      )}
      <label>
        {words.askWhy}
        <input name="reason" required maxLength={2000} autoComplete="off" />
      </label>
      <button>{words.ask(nameOf(unit))}</button>
      {error !== undefined && <Complaint title={sign.failed} error={error} />}
    </form>
  )
}
