import { addressesOf, type CallCard, callTasks, noticeContent } from '../../../core/notices/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import { noticeOf, type OpenNoticeDesk } from '../notice/desk.ts'

/** Everybody who has to be called, with number and code; the codes of those who were never posted are made now. */
export async function callCards(
  { session, proofs, estate }: Pick<OpenNoticeDesk, 'session' | 'proofs' | 'estate'>,
  { limit = Number.POSITIVE_INFINITY }: { readonly limit?: number } = {},
): Promise<readonly CallCard[]> {
  const { desk } = session
  const waysOf = addressesOf(estate(), desk.case)
  const tasks = callTasks(desk).slice(0, limit)
  const codes = await proofs.make(
    tasks.map(({ notice, recipient }) => ({ case: desk.case.id, notice, recipient })),
  )
  return tasks.map((task, at) => ({
    task,
    notice: noticeContent(noticeOf(session, task.notice)),
    ways: waysOf(task.recipient),
    code: codes[at]?.code ?? '',
    exercise: desk.case.exercise ? exerciseMark : undefined,
  }))
}
