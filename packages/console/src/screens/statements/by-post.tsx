import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'

import { caseKey, casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { StatementRowShape } from '../../api/shapes.ts'
import { fileDigest } from '../../parts/file-digest.ts'
import { formText } from '../../parts/form-text.ts'
import { localTime } from '../../parts/local-time.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { TimeField } from '../../parts/time-field.tsx'
import { useWords } from '../../words/language.tsx'
import { statementsWords } from './statements-words.ts'

interface ByPostProps {
  readonly caseId: string
  readonly standing: StatementRowShape
}

/** Records that the letter was given to the post, now. Not there before two people signed it. */
export function Posted({
  caseId,
  standing,
  button,
}: ByPostProps & { button: RefObject<HTMLButtonElement | null> }) {
  const words = useWords(statementsWords)
  const { say, isAble } = useSaying(caseId, standing, 'posted')
  if (!isAble || standing.stage !== 'approved') return null
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const [number, outdatedAnyway] = [formText(form, 'number'), formText(form, 'outdatedAnyway')]
        say.mutate(() => ({
          postedAt: new Date().toISOString(),
          how: form.get('registered') === null ? 'letter' : 'registered',
          ...(number !== '' && { number }),
          ...(outdatedAnyway !== '' && { outdatedAnyway }),
        }))
      }}
    >
      <label>
        <input type="checkbox" name="registered" /> {words.registered}
      </label>
      <label>
        {words.number}
        <input name="number" maxLength={200} autoComplete="off" />
      </label>
      {(standing.isOutdated || standing.isPromiseOver) && (
        <label>
          {words.outdatedAnyway}
          <input name="outdatedAnyway" required maxLength={200} autoComplete="off" />
        </label>
      )}
      <button ref={button} disabled={say.isPending}>
        {words.postedNow}
      </button>
      {say.error !== null && <ProblemNote error={say.error} />}
    </form>
  )
}

/** Records the receipt of a posted letter. The file stays on this machine: its hash is the proof. */
export function Delivered({
  caseId,
  standing,
  receipt,
}: ByPostProps & { receipt: RefObject<HTMLInputElement | null> }) {
  const words = useWords(statementsWords)
  const { say, isAble } = useSaying(caseId, standing, 'delivered')
  if (!isAble || standing.stage !== 'posted') return null
  return (
    <form
      className="stacked"
      aria-label={words.deliveredTitle}
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        say.mutate(async () => {
          const file = form.get('receipt')
          return {
            deliveredAt: localTime(formText(form, 'deliveredAt'))?.toISOString(),
            proof: file instanceof File ? await fileDigest(file) : '',
          }
        })
      }}
    >
      <h3>{words.deliveredTitle}</h3>
      <label>
        {words.receipt}
        <input ref={receipt} type="file" name="receipt" required />
        <span className="quiet">{words.receiptNote}</span>
      </label>
      <TimeField name="deliveredAt" label={words.deliveredAt} required />
      <button disabled={say.isPending}>{words.recordDelivered}</button>
      {say.error !== null && <ProblemNote error={say.error} />}
    </form>
  )
}

function useSaying(caseId: string, { tenant }: StatementRowShape, what: 'posted' | 'delivered') {
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const say = useMutation({
    mutationFn: async (body: () => object | Promise<object>) =>
      postJson(`${casePath(caseId)}/statements/${encodeURIComponent(tenant)}/${what}`, await body()),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  return { say, isAble: me?.permissions.some((one) => one === 'postStatements') === true }
}
