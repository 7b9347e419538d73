import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import {
  claimClasses,
  claimClassNames,
  claimStateNames,
  claimStates,
} from '../../../../platform/src/core/messages/index.ts'
import { caseKey, casePath } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { ApprovalRequestShape, CheckedClaimShape, ClaimShape, ClaimsShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useLanguage, useWords } from '../../words/language.tsx'
import { askedRequest } from '../approvals/approval-queries.ts'
import { CheckedClaim } from './checked-claim.tsx'
import { claimsWords } from './claims-words.ts'

interface StateClaimProps {
  readonly caseId: string
  /** The claim that is stated anew; undefined for a new one. */
  readonly before: ClaimShape | undefined
  readonly services: ClaimsShape['services']
  readonly sign: (request: ApprovalRequestShape) => void
  readonly onDone: () => void
}

/** States a claim: what is known of which harm, on which files it rests; shown with all it does before anybody signs. */
export function StateClaim({ caseId, before, services, sign, onDone }: StateClaimProps) {
  const words = useWords(claimsWords)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const held = before?.inForce ?? before?.takenBack ?? before?.proposed ?? null
  const [isOpen, setOpen] = useState(before !== undefined)
  const [state, setState] = useState<string>(held?.state ?? '')
  const check = useMutation({
    mutationFn: async (given: FormData) =>
      postJson<CheckedClaimShape>(`${casePath(caseId)}/claims/check`, await typedClaim(given, before)),
  })
  const ask = useMutation({
    mutationFn: async (given: FormData) =>
      askedRequest(caseId, '/claims', {
        ...(await typedClaim(given, before)),
        reason: formText(given, 'why'),
      }),
    onSuccess: async (request) => {
      await queries.invalidateQueries({ queryKey: caseKey(caseId) })
      setOpen(false)
      form.current?.reset()
      check.reset()
      onDone()
      sign(request)
    },
  })
  return (
    <details className="block" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{before === undefined ? words.state : words.stateAnew(before.claim)}</summary>
      <form
        ref={form}
        className="say-form"
        onChange={() => {
          check.reset()
          ask.reset()
        }}
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate(new FormData(event.currentTarget))
        }}
      >
        {before === undefined && (
          <>
            <label>
              {words.name}
              <input name="claim" required maxLength={40} pattern="[a-z0-9][a-z0-9\-]*" autoComplete="off" />
              <span className="quiet">{words.nameNote}</span>
            </label>
            <label>
              {words.class}
              <select name="class" required defaultValue="">
                <option value="" disabled />
                {claimClasses.map((one) => (
                  <option key={one} value={one}>
                    {claimClassNames[one][language]}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          {words.howSure}
          <select
            name="state"
            required
            // The form stands above the list: whoever asked for it far below is taken there.
            autoFocus={before !== undefined}
            value={state}
            onChange={({ target }) => setState(target.value)}
          >
            <option value="" disabled />
            {claimStates.map((one) => (
              <option key={one} value={one}>
                {claimStateNames[one][language]}
              </option>
            ))}
          </select>
          {state === 'excluded' && <span className="quiet">{words.twoPeople}</span>}
        </label>
        {services.length > 0 && (
          <fieldset>
            <legend>{words.services}</legend>
            <p className="quiet">{words.servicesNote}</p>
            {services.map(({ id, name }) => (
              <label key={id} className="choice">
                <input type="checkbox" name="scope" value={id} defaultChecked={held?.scope.includes(id)} />
                {name[language]}
              </label>
            ))}
          </fieldset>
        )}
        <TimeField name="asOf" label={words.knownAt} />
        <label>
          {words.evidence}
          <input type="file" name="files" multiple />
          <span className="quiet">{words.evidenceNote}</span>
        </label>
        <label>
          {words.hashes}
          <textarea name="hashes" rows={2} className="mono" spellCheck={false} autoComplete="off" />
        </label>
        {held !== null && held.evidence.length > 0 && (
          <label className="choice">
            <input type="checkbox" name="keep" />
            {words.keepEvidence(held.evidence.length)}
          </label>
        )}
        <details>
          <summary>{words.own}</summary>
          <p className="quiet">{words.ownNote}</p>
          <label>
            {words.de}
            <textarea name="de" rows={3} maxLength={1000} lang="de" />
          </label>
          <label>
            {words.en}
            <textarea name="en" rows={3} maxLength={1000} lang="en" />
          </label>
        </details>
        <label>
          {words.why}
          <input name="why" required maxLength={2000} autoComplete="off" />
          <span className="quiet">{words.reasonNote}</span>
        </label>
        {check.data !== undefined && <CheckedClaim checked={check.data} />}
        {[check.error, ask.error].map(
          (error, place) => error !== null && <ProblemNote key={place} error={error} />,
        )}
        <div className="buttons">
          <button
            type="button"
            className="plain"
            disabled={check.isPending}
            onClick={() => {
              if (form.current !== null) check.mutate(new FormData(form.current))
            }}
          >
            {words.check}
          </button>
          <button disabled={ask.isPending}>{words.ask}</button>
        </div>
      </form>
    </details>
  )
}

async function typedClaim(form: FormData, before: ClaimShape | undefined) {
  const files = form.getAll('files').filter((one) => one instanceof File && one.size > 0)
  const held = before?.inForce ?? before?.takenBack ?? before?.proposed
  const typed = formText(form, 'hashes').toLowerCase().split(/\s+/)
  const evidence = [
    ...(form.get('keep') === null ? [] : (held?.evidence ?? [])),
    ...(await Promise.all(files.map((file) => fileDigest(file as File)))),
    ...typed.filter((one) => one !== ''),
  ]
  const [de, en] = [formText(form, 'de'), formText(form, 'en')]
  return {
    claim: before?.claim ?? formText(form, 'claim'),
    class: before?.class ?? formText(form, 'class'),
    state: formText(form, 'state'),
    scope: form.getAll('scope').filter((one) => typeof one === 'string'),
    evidence: [...new Set(evidence)],
    asOf: (localTime(formText(form, 'asOf')) ?? new Date()).toISOString(),
    ...((de !== '' || en !== '') && { wording: { de, en } }),
  }
}
