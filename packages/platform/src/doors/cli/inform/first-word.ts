import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { type DeskSession, parseDraftFile, parsePreApproval } from '../../../core/updates/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { openStores } from '../access/stores.ts'
import { readText } from '../access/text-file.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk } from './desk.ts'

export const informFirstWord = buildCommand<DeskFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Publish the first statement that two people approved before the incident',
    fullDescription:
      'One person is enough: drafts it, records the approvals from the file if the case knows the same people with the same keys, fills the slots from the case and publishes. Every check runs. Then write the site.',
  },
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'File made by "inform pre-approve"', parse: String, placeholder: 'file' }],
    },
    flags: deskFlags,
  },
  async func(flags, file) {
    const { update, text, signatures } = parsePreApproval(await readText(this, file, 'approvals'))
    await using stores = await openStores(this)
    const session = await openDeclaredDesk(this, stores, flags)
    refuseUnknown(session, signatures)
    await session.execute({ command: 'draft', draft: parseDraftFile(update, text) }, signature(this))
    for (const { person, contentHash, signature: signed } of signatures) {
      const hasSigned = session.desk.drafts
        .get(update)
        ?.approvals.some((one) => one.person === person && one.contentHash === contentHash)
      // A run that stopped half way is taken up again.
      if (hasSigned === true) continue
      await recordApproval(this, session, { update, person, contentHash, signed })
    }
    await session.execute({ command: 'publish', update }, signature(this))
    const last = session.desk.published.at(-1)
    if (flags.json) return printJson(this, last)
    printLines(this, [
      `Published as update ${last?.number ?? 0}:`,
      ...(last?.text.de ?? '').split('\n').map((line) => `  | ${printName(line)}`),
      `The next one is promised by ${formatTime(last?.nextBy ?? '')}.`,
      'Next:',
      `  anlauf site write --case ${flags.case} --estate ${flags.estate} --to FOLDER`,
    ])
  },
})

/** Said before anything is recorded: at 3 a.m. the missing registration is what holds everything up. */
function refuseUnknown(
  { desk }: DeskSession,
  signatures: readonly { person: string; role: string; keyId: string }[],
): void {
  const wrong = signatures.filter(({ person, role, keyId }) => {
    const known = desk.case.approvers.get(person)
    return known === undefined || known.role !== role || known.keyId !== keyId
  })
  if (wrong.length === 0) return
  const names = wrong.map(({ person, role }) => printName(`${person} (${role})`)).join(', ')
  throw new AnlaufError('input-invalid', `Not registered in this case with that role and key: ${names}.`, {
    hint: 'Register each with the key of the approval: anlauf case approver --case CASE --person NAME --role ROLE --public-key FILE. Nothing was recorded.',
  })
}

async function recordApproval(
  context: AnlaufContext,
  session: DeskSession,
  {
    update,
    person,
    contentHash,
    signed,
  }: { update: string; person: string; contentHash: string; signed: string },
): Promise<void> {
  try {
    await session.execute(
      { command: 'approve', update, contentHash, person, signature: signed },
      signature(context, person),
    )
  } catch (cause) {
    if (!(cause instanceof AnlaufError) || cause.context?.['refused'] !== 'wrong-content') throw cause
    throw new AnlaufError(
      'gate-closed',
      `What ${printName(person)} approved is not what the text says now.`,
      {
        hint: 'The file or the names of the services in the estate changed since. Use the estate file of then, or have an update approved by two people.',
        cause,
      },
    )
  }
}
