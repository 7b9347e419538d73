import type { Action, Stage } from './model.ts'

/** Templates of publications that a case's log tells apart. */
const publications = [
  'holding',
  'update',
  'service-released',
  'closing-report',
  'faq',
  'explainer',
  'advisory',
  'windows',
  'resources',
] as const

/** What a stage lets the log show has to be something that the log can show. */
export function checkSaid(
  stage: Stage,
  action: Action,
  path: string,
  wrong: (path: string, message: string, hint: string) => void,
): void {
  if (action.kind === 'task' && action.metBy === 'duties-met' && stage.clocks.length === 0) {
    wrong(
      `${path}.task.metBy`,
      'no clock of this stage names a duty that could be met',
      'Add the duty to "clocks" of the stage: { duty: gdpr-33-1, … }.',
    )
  }
  if (!('proof' in action) || action.proof !== 'log') return
  if (action.kind === 'publish' && !publications.some((one) => one === action.template)) {
    wrong(
      `${path}.publish.template`,
      `the log does not tell "${action.template}" from other publications`,
      `Name one of ${publications.join(', ')}, or leave out "proof".`,
    )
  }
  if (action.kind === 'notice' && action.select.from !== 'tenants') {
    wrong(`${path}.notice.select`, 'a notice goes to tenants', 'Select tenants, or leave out "proof".')
  }
  if (action.kind === 'approve' && !stage.actions.some(isSignedText)) {
    wrong(
      `${path}.approve.proof`,
      'nothing in this stage is signed in the log',
      'Give "publish" or "notice" of this stage "proof: log" or its "finding" a "harm", or leave out "proof".',
    )
  }
}

function isSignedText(action: Action): boolean {
  if (action.kind === 'finding') return action.harm !== undefined
  return (action.kind === 'publish' || action.kind === 'notice') && action.proof === 'log'
}
