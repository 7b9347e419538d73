import type { StageCommand } from '../commands.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import type { ResponseState } from '../state.ts'
import { signedContent } from './genuine.ts'
import { isContentSignedBy, signersOf, stageContentHash } from './signatures.ts'
import type { Standing } from './standing.ts'

/** One of the signatures that a stage asks for, on exactly what is known of it now. */
export function signStage(
  state: ResponseState,
  { instance, round, status }: Standing,
  command: Extract<StageCommand, { command: 'signStage' }>,
  now: string,
): readonly SeenEvent[] | ResponseRefusal {
  const { intent, contentHash, person, signature } = command
  const asked = instance.stage.actions.filter((action) => action.kind === 'approve')
  if (asked.length === 0) {
    return refuse(
      'out-of-order',
      `${instance.key} asks for no signatures.`,
      'Say that it is done or left out.',
    )
  }
  if (status === 'done' || status === 'skipped') {
    return refuse('out-of-order', `${instance.key} is ${status} already.`, 'There is nothing to sign.')
  }
  const approver = state.case.approvers.get(person)
  if (approver === undefined) {
    return refuse(
      'unknown-approver',
      `${person} is not registered as approver.`,
      'Register the person and the key first: anlauf case approver.',
    )
  }
  const { role, keyId } = approver
  const fitting = asked.filter(({ roles }) => roles.some((one) => one === role))
  if (fitting.length === 0) {
    const roles = [...new Set(asked.flatMap((one) => one.roles))].join(', ')
    return refuse(
      'wrong-signature',
      `${person} is ${role}; ${instance.key} does not ask for that.`,
      `It asks for: ${roles}.`,
    )
  }
  if (contentHash !== stageContentHash(state, instance, round, intent)) {
    return refuse(
      'wrong-content',
      `What ${person} signed is not what is known of ${instance.key} now.`,
      'Show the present entries and let the person sign again.',
    )
  }
  if ([...round.filled.values()].some((filled) => filled.person === person)) {
    return refuse(
      'wrong-signature',
      `${person} made the entries of ${instance.key}.`,
      'Somebody else has to sign.',
    )
  }
  const content = signedContent(state, { subject: instance.key, intent, contentHash, person, role })
  if (!isContentSignedBy(content, signature, approver)) {
    return refuse(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  const isKnown = fitting.every((action) => {
    const people = signersOf(state, instance, { round, intent, action, at: now })
    return people.includes(person) || people.some((one) => state.case.approvers.get(one)?.keyId === keyId)
  })
  if (isKnown) {
    return refuse(
      'already-approved',
      `${person}, or the same key, signed ${instance.key} already.`,
      'A second person with an own key has to sign.',
    )
  }
  const { definition } = round
  return [
    {
      type: 'stage.approved',
      stage: instance.key,
      definition,
      intent,
      contentHash,
      person,
      role,
      keyId,
      signature,
    },
  ]
}
