import { useMutation, useQuery } from '@tanstack/react-query'
import { type RefObject, useId, useRef, useState } from 'react'

import { casePath, meQuery } from '../../api/queries.ts'
import { postJson } from '../../api/request.ts'
import type { PlanShown } from '../../api/shapes.ts'
import { frameWords } from '../../frame/frame-words.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useWords } from '../../words/language.tsx'
import { FillDialog } from './fill-dialog.tsx'
import { planWords } from './plan-words.ts'

type StageView = PlanShown['stages'][number]
type Instance = StageView['instances'][number]
type Task = StageView['tasks'][number]
type Verb = 'start' | 'complete' | 'skip' | 'fail'

const possible: Readonly<Record<Instance['status'], readonly Verb[]>> = {
  ready: ['start', 'complete', 'skip'],
  started: ['complete', 'fail', 'skip'],
  failed: ['start'],
  blocked: [],
  done: [],
  skipped: [],
}

interface StageActionsProps {
  readonly caseId: string
  readonly instance: Instance
  readonly tasks: readonly Task[]
}

/** What a person can say about a stage, in their own name. What the engine proves nobody says. */
export function StageActions({ caseId, instance, tasks }: StageActionsProps) {
  const words = useWords(planWords)
  const me = useQuery(meQuery)
  const [verb, setVerb] = useState<Verb>('start')
  const dialog = useRef<HTMLDialogElement>(null)
  const mayCarryOut = me.data?.permissions.some((permission) => permission === 'carryOut') === true
  const isEngines = instance.missing.some(({ kind }) => kind === 'engine')
  const verbs = isEngines
    ? possible[instance.status].filter((each) => each !== 'complete')
    : possible[instance.status]
  if (!mayCarryOut || verbs.length === 0) return null
  const isOpen = instance.status === 'ready' || instance.status === 'started'
  const toFill = isOpen ? tasks.filter(({ fields, needsEvidence }) => fields.length > 0 || needsEvidence) : []
  return (
    <span className="stage-actions">
      {verbs.map((each) => (
        <button
          key={each}
          type="button"
          className="plain"
          onClick={() => {
            setVerb(each)
            dialog.current?.showModal()
          }}
        >
          {words[each]}
        </button>
      ))}
      {toFill.map((task) => (
        <FillButton
          key={task.task}
          caseId={caseId}
          instance={instance}
          task={task}
          isOne={toFill.length === 1}
        />
      ))}
      <SayDialog ref={dialog} caseId={caseId} verb={verb} instance={instance} />
    </span>
  )
}

/** A stage with several forms has a button for each, by its number. */
function FillButton({
  isOne,
  ...filled
}: {
  caseId: string
  instance: Instance
  task: Task
  isOne: boolean
}) {
  const words = useWords(planWords)
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <button type="button" className="plain" onClick={() => dialog.current?.showModal()}>
        {isOne ? words.fill : words.fillTask(filled.task.task)}
      </button>
      <FillDialog ref={dialog} {...filled} />
    </>
  )
}

interface SayDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>
  readonly caseId: string
  readonly verb: Verb
  readonly instance: Instance
}

function SayDialog({ ref, caseId, verb, instance }: SayDialogProps) {
  const words = useWords(planWords)
  const frame = useWords(frameWords)
  const title = useId()
  const needsReason = verb === 'skip' || verb === 'fail'
  const say = useMutation({
    mutationFn: (body: object) =>
      postJson(`${casePath(caseId)}/stages/${encodeURIComponent(instance.key)}/${verb}`, body, {
        'Idempotency-Key': crypto.randomUUID(),
      }),
    onSuccess: () => ref.current?.close(),
  })
  return (
    <dialog ref={ref} aria-labelledby={title} onClose={() => say.reset()}>
      <form
        className="say-form"
        onSubmit={(event) => {
          event.preventDefault()
          const reason = new FormData(event.currentTarget).get('reason')
          say.mutate(needsReason ? { reason } : {})
        }}
      >
        <h2 id={title}>{words.confirm(words[verb], instance.key)}</h2>
        {needsReason && (
          <label>
            {words.reason}
            <textarea name="reason" required maxLength={500} rows={3} />
          </label>
        )}
        {say.error !== null && <ProblemNote error={say.error} />}
        <div className="buttons">
          <button disabled={say.isPending}>{words[verb]}</button>
          <button type="button" className="plain" onClick={() => ref.current?.close()}>
            {frame.close}
          </button>
        </div>
      </form>
    </dialog>
  )
}
