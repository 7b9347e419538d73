import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { correctionTasks, type Desk, stageOfDraft, validApprovals } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk } from './desk.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

export const informList = buildCommand<DeskFlags, [], AnlaufContext>({
  docs: { brief: 'Show what was published, what is in review, and what has to be corrected' },
  parameters: { flags: deskFlags },
  async func(flags) {
    await using stores = await openStores(this)
    const { desk } = await openDeclaredDesk(this, stores, flags)
    if (flags.json) printJson(this, jsonOf(desk, this.now()))
    else printLines(this, describe(desk, this.now()))
  },
})

function jsonOf(desk: Desk, now: Date): unknown {
  return {
    case: desk.case.id,
    published: desk.published,
    handedOut: desk.handedOut,
    drafts: [...desk.drafts.values()].map((draft) => ({
      ...draft,
      approvals: validApprovals(desk, draft, now).map(({ person, role, keyId }) => ({ person, role, keyId })),
      stage: stageOfDraft(desk, draft, now),
    })),
    corrections: correctionTasks(desk),
    unproven: desk.unproven,
  }
}

function describe(desk: Desk, now: Date): readonly string[] {
  const published = desk.published.map(({ number, update, kind, at, nextBy, corrects }) => [
    `  ${number}`,
    update,
    kind,
    formatTime(at),
    `next by ${formatTime(nextBy)}`,
    corrects === undefined ? '' : `corrects ${corrects.number}`,
  ])
  const handedOut = desk.handedOut.map(({ update, kind, audience, tlp, at }) => [
    `  ${update}`,
    kind,
    audience,
    `TLP:${tlp}`,
    formatTime(at),
  ])
  const drafts = [...desk.drafts.values()].map((draft) => [
    `  ${draft.update}`,
    stageOfDraft(desk, draft, now),
    draft.rejected === undefined ? '' : printName(draft.rejected.why),
    validApprovals(desk, draft, now)
      .map(({ person, role }) => printName(`${person} (${role})`))
      .join(', ') || 'approved by nobody',
  ])
  return [
    ...(published.length === 0 ? ['Nothing was published yet.'] : ['Published:', ...tableLines(published)]),
    ...(desk.handedOut.length === 0 ? [] : ['For others than the public:', ...tableLines(handedOut)]),
    ...(drafts.length === 0 ? [] : ['Drafts:', ...tableLines(drafts)]),
    ...correctionTasks(desk).map(
      ({ number, claim, said, now: is }) =>
        `To correct: update ${number} said ${said.state} of "${claim}"; ${is === undefined ? 'that was taken back' : `it is ${is.state} since ${formatTime(is.asOf)}`}.`,
    ),
    ...(desk.unproven === 0
      ? []
      : [
          `Warning: publications in the log without two genuine approvals, shown to nobody: ${desk.unproven}.`,
        ]),
  ]
}
