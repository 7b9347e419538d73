import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { caseKey, casePath, meQuery } from '../api/queries.ts'
import { postJson } from '../api/request.ts'
import type { MeShape } from '../api/shapes.ts'
import { ProblemNote } from './problem-note.tsx'

interface SayButtonProps {
  readonly caseId: string
  /** Below the case. */
  readonly path: string
  readonly body: object
  readonly needs: MeShape['permissions'][number]
  /** For whoever hears the button among others of its kind. */
  readonly label?: string
  readonly isPlain?: boolean
  readonly children: ReactNode
}

/** Records one thing in the own name, at once; not there for whoever may not. What went wrong stands beside it. */
export function SayButton({ caseId, path, body, needs, label, isPlain, children }: SayButtonProps) {
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const say = useMutation({
    mutationFn: () =>
      postJson(`${casePath(caseId)}${path}`, body, { 'Idempotency-Key': crypto.randomUUID() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: caseKey(caseId) }),
  })
  if (me?.permissions.some((one) => one === needs) !== true) return null
  return (
    <>
      <button
        type="button"
        className={isPlain === true ? 'plain' : undefined}
        aria-label={label}
        disabled={say.isPending}
        onClick={() => say.mutate()}
      >
        {children}
      </button>
      {say.error !== null && <ProblemNote error={say.error} />}
    </>
  )
}
