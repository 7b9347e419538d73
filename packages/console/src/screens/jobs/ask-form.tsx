import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'

import { caseKey } from '../../api/queries.ts'
import type { CaseViewShape, JobShown } from '../../api/shapes.ts'
import { Complaint } from '../../parts/complaint.tsx'
import { useTenantNames } from '../../parts/tenant-names.ts'
import { useWords } from '../../words/language.tsx'
import { askForJob, type WorkplaceShape } from './job-queries.ts'
import { jobKindWords, jobsWords } from './jobs-words.ts'

interface AskFormProps {
  readonly caseId: string
  readonly kinds: WorkplaceShape['kinds']
  readonly units: CaseViewShape['units']
}

const forms = ['files', 'tar', 'repository'] as const

/** One kind of work for one tenant or all; the button repeats what it starts. */
export function AskForm({ caseId, kinds, units }: AskFormProps) {
  const words = useWords(jobsWords)
  const names = useWords(jobKindWords)
  const nameOf = useTenantNames()
  const queries = useQueryClient()
  const [kind, setKind] = useState<JobShown['kind'] | undefined>(kinds[0]?.kind)
  const [unit, setUnit] = useState('')
  const [form, setForm] = useState<(typeof forms)[number]>('files')
  const [said, setSaid] = useState('')
  const [error, setError] = useState<unknown>()
  const rule = kinds.find((one) => one.kind === kind)?.unit
  if (kind === undefined || rule === undefined) return <p>{words.notYours}</p>
  const named = rule === 'none' ? '' : unit
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setError(undefined)
    setSaid('')
    try {
      const job = await askForJob(caseId, {
        kind,
        ...(named !== '' && { unit: named }),
        ...(kind === 'handBack' && { options: { form } }),
      })
      setSaid(job.state === 'waiting' ? words.asked : words.already)
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form className="block" onSubmit={(event) => void ask(event)} aria-labelledby="ask-title">
      <h2 id="ask-title">{words.start}</h2>
      <div className="filters">
        <label>
          {words.kind}
          <select value={kind} onChange={({ target }) => setKind(kinds[target.selectedIndex]?.kind)}>
            {kinds.map((one) => (
              <option key={one.kind} value={one.kind}>
                {names.kinds[one.kind]}
              </option>
            ))}
          </select>
        </label>
        {rule !== 'none' && (
          <label>
            {words.unit}
            <select value={unit} required={rule === 'one'} onChange={({ target }) => setUnit(target.value)}>
              <option value="">{rule === 'one' ? words.choose : words.all}</option>
              {units.map((one) => (
                <option key={one.unit} value={one.unit}>
                  {nameOf(one.unit)}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind === 'handBack' && (
          <label>
            {words.form}
            <select value={form} onChange={({ target }) => setForm(forms[target.selectedIndex] ?? 'files')}>
              {forms.map((one) => (
                <option key={one} value={one}>
                  {words.forms[one]}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p className="quiet">{names.notes[kind]}</p>
      <div className="buttons">
        <button disabled={rule === 'one' && named === ''}>
          {words.ask(names.kinds[kind], rule === 'none' ? caseId : named === '' ? words.all : nameOf(named))}
        </button>
        <span role="status">{said}</span>
      </div>
      {error !== undefined && <Complaint title={words.failed} error={error} />}
    </form>
  )
}
