import { generateKeyPairSync } from 'node:crypto'

import type { Database } from '../../src/adapters/database/index.ts'
import { evidenceLog } from '../../src/adapters/database/index.ts'
import { mailSender, mailSpool } from '../../src/adapters/mail-out/index.ts'
import { openCase } from '../../src/core/case/index.ts'

/** Seconds until so many notices of class A are in the spool, on disk, and how many a second the relay then gets. */
export async function sendNotices(
  database: Database,
  port: number,
  notices: number,
): Promise<{ readonly queuedSeconds: number; readonly perSecond: number }> {
  const session = await openCase(evidenceLog(database), 'bench')
  await session.execute(
    { command: 'declare', title: 'bench', exercise: true, tenants: [], services: [] },
    { actor: 'bench', at: new Date().toISOString() },
  )
  const mails = Array.from({ length: notices }, (_, at) => ({
    key: `bench:tenant-${at}:mail`,
    class: 'A' as const,
    case: 'bench',
    to: `it@tenant-${at}.example`,
    subject: 'Notice under Article 33(2) GDPR',
    text: `To tenant ${at}.\n\n${'What we know, what we do not know yet, and what you should do now. '.repeat(25)}\n`,
  }))
  const queued = performance.now()
  await mailSpool(database).add(mails)
  const queuedSeconds = (performance.now() - queued) / 1000

  const relay = { host: '127.0.0.1', port, tls: 'none' as const }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const sender = mailSender(database, {
    relay,
    from: { name: 'Desk', address: 'desk@outside.example' },
    bounces: 'bounce@outside.example',
    dkim: {
      domain: 'outside.example',
      selector: 'bench',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
    exercise: { relay, mailbox: 'exercise@outside.example' },
  })
  const began = performance.now()
  const { accepted, ...rest } = await sender.sendDue()
  const perSecond = accepted / ((performance.now() - began) / 1000)
  if (accepted !== notices)
    throw new Error(`only ${accepted} of ${notices} accepted: ${JSON.stringify(rest)}`)
  return { queuedSeconds, perSecond }
}
