import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { noticeWords } from '../../../core/messages/index.ts'
import { type CallCard, callScript } from '../../../core/notices/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import type { AnlaufContext } from '../context.ts'
import { type NoticeFlags, noticeFlags, openNoticeDesk } from '../notice/desk.ts'
import { counted, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { callCards } from './cards.ts'

export const callList = buildCommand<NoticeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Who has to be called: customers of whom nobody is informed first',
    fullDescription: 'The numbers come from the estate; none of them is in the log of the case.',
  },
  parameters: { flags: noticeFlags },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const cards = await callCards(open)
    if (flags.json) return printJson(this, { case: flags.case, calls: cards.map((card) => cardJson(card)) })
    if (cards.length === 0) return printLines(this, ['Nobody has to be called.'])
    printLines(this, [
      ...(cards[0]?.exercise === undefined ? [] : [`*** ${cards[0].exercise} ***`]),
      ...tableLines([
        ['recipient', 'notice', 'phone', 'why', 'tries'],
        ...cards.map(({ task, ways }) => [
          printName(task.recipient),
          task.notice,
          numberOf(ways),
          noticeWords.en.sheet.causes[task.call.because],
          task.call.tries.at(-1) === undefined
            ? '–'
            : `${task.call.tries.length}, ${task.call.tries.at(-1)?.outcome} ${formatTime(task.call.tries.at(-1)?.calledAt ?? '')}`,
        ]),
      ]),
      'Next:',
      `  anlauf call next --case ${flags.case} --estate ${flags.estate}`,
    ])
  },
})

export const callNext = buildCommand<NoticeFlags, [], AnlaufContext>({
  docs: { brief: 'The next call: number, what to say, the code that is read back' },
  parameters: { flags: noticeFlags },
  async func(flags) {
    await using open = await openNoticeDesk(this, flags)
    const [card] = await callCards(open, { limit: 1 })
    if (card === undefined) {
      if (flags.json) return printJson(this, { call: null })
      return printLines(this, ['Nobody has to be called.'])
    }
    const script = callScript(card, open.estate())
    if (flags.json) return printJson(this, { call: { ...cardJson(card), script } })
    printLines(this, cardLines(card, script, open.estate(), flags))
  },
})

function cardLines(
  { task, ways, code }: CallCard,
  script: readonly string[],
  estate: Estate,
  flags: NoticeFlags,
): readonly string[] {
  const tenant = estate.tenants.find(({ id }) => id === task.tenant)
  return [
    `${printName(tenant?.name ?? task.tenant)}: ${printName(ways.name || 'no contact known')}`,
    `  phone   ${numberOf(ways)}`,
    ...(ways.letters.length > 0 ? [`  letter  ${printName(ways.letters.join('; '))}`] : []),
    `  code    ${code}`,
    `  why     ${noticeWords.en.sheet.causes[task.call.because]}, since ${formatTime(task.call.since)}; ${counted(task.call.tries.length, 'try', 'tries')}`,
    ...script.map((line) => `  | ${printName(line)}`),
    'Afterwards, one of:',
    `  anlauf call done --case ${flags.case} --estate ${flags.estate} --notice ${task.notice} --recipient ${task.recipient} --outcome reached --code -   (the code over standard input)`,
    '  … --outcome voicemail | wrong | refused | callback',
  ]
}

/** With the number: whoever sees the list calls. */
function cardJson({ task, ways, code }: CallCard) {
  const { recipient, tenant, notice, language, call, isFirstOfTenant } = task
  return {
    recipient,
    tenant,
    notice,
    language,
    call,
    isFirstOfTenant,
    name: ways.name,
    phones: ways.phones,
    letters: ways.letters,
    code,
  }
}

function numberOf({ phones, isWithheld }: CallCard['ways']): string {
  if (isWithheld) return 'exercise: nobody outside is called'
  return printName(phones.join(', ') || 'none known: find one')
}
