import type { Answer } from '../../core/deliveries/index.ts'
import { messageIdOf } from './compose.ts'
import type { MailSetup } from './mail-setup.ts'
import type { RelayVerdict } from './relay-log.ts'
import { settlementOf } from './settlement-of.ts'
import type { SpoolDatabase } from './spool-database.ts'
import { type Lease, type Settlement, type SpooledRow, takeLost, takeTurn } from './spool-rows.ts'

const atOnce = 200

/**
 * Finds out what became of mails whose sender died: from the relay's log where there is one. Without proof a mail of
 * class A becomes a call; one that the relay never saw is queued again. Returns of how many nothing is known.
 */
export async function settleLost(
  database: SpoolDatabase,
  setup: MailSetup,
  lease: () => Lease,
): Promise<number> {
  let unknown = 0
  for (;;) {
    const held = lease()
    const rows = await takeLost(database, held, atOnce)
    if (rows.length === 0) return unknown
    const mails = rows.map((row) => ({ messageId: messageIdOf(row, setup), sentAt: row.sentAt }))
    const verdicts = (await setup.relayLog?.(mails)) ?? []
    const settlements = rows.map((row, place) => settlementFor(row, verdicts[place] ?? 'unknown', held.now))
    unknown += verdicts.filter((one) => one === 'unknown').length + Math.max(0, rows.length - verdicts.length)
    await takeTurn(database, held, { settle: settlements, send: [] })
  }
}

function settlementFor(row: SpooledRow, verdict: RelayVerdict, now: Date): Settlement {
  if (verdict === 'delivered')
    return { id: row.id, state: 'delivered', attempts: row.attempts, reply: 'by the log of the relay' }
  return settlementOf(row, answers[verdict], now)
}

const answers: Readonly<Record<Exclude<RelayVerdict, 'delivered'>, Answer>> = {
  accepted: { kind: 'accepted', reply: 'by the log of the relay' },
  bounced: { kind: 'refused', code: 550 },
  'never-seen': { kind: 'not-reached', why: 'never seen by the relay' },
  unknown: { kind: 'unknown' },
}
