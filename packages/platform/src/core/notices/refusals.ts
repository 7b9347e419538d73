import { AnlaufError } from '../failure.ts'
import type { NoticeFinding } from './check-notice.ts'
import type { NoticeDesk, NoticeState } from './notice-desk.ts'

/** Throws `not-found` with the notices there are. */
export function noticeNamed(desk: NoticeDesk, name: string): NoticeState {
  const found = desk.notices.get(name)
  if (found !== undefined) return found
  throw new AnlaufError('not-found', `There is no notice "${name}".`, {
    hint: `Notices: ${[...desk.notices.keys()].join(', ') || 'none'}. Make one with "anlauf notice draft".`,
  })
}

export function notFound(recipient: string): AnlaufError {
  return new AnlaufError('not-found', `The notice has no recipient "${recipient}".`, {
    hint: 'Recipients are TENANT/CONTACT; "anlauf notice show" lists them.',
  })
}

export function refusal(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}

export function foundWrong(notice: string, findings: readonly NoticeFinding[]): AnlaufError {
  const count = findings.length
  return new AnlaufError(
    'gate-closed',
    `The notice "${notice}" has ${count} finding${count === 1 ? '' : 's'}.`,
    {
      hint: `${findings.map(({ place, message }) => `[${place}] ${message}`).join(' ')} Nothing was recorded.`,
    },
  )
}
