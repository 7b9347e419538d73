import { pipeline } from 'node:stream/promises'

import { publicPem, signCheckpoint } from '../../../core/evidence/index.ts'
import { isStored, journalBytes, readJournal, signReceipt } from '../journal/index.ts'
import type { Answer } from './answer.ts'
import type { VaultContext } from './context.ts'
import { gathered } from './download.ts'
import type { WitnessFile } from './target.ts'
import { journalFile, type Tenant } from './tenant.ts'

/** The name under which a vault signs; its key tells one vault from another. */
export const vaultSigner = 'anlauf-vault'

/** The log that a checkpoint speaks of. */
export function checkpointOrigin(fingerprint: string, tenant: string): string {
  return `anlauf/vault/${fingerprint}/${tenant}`
}

/** How many lines the journal has now, and their Merkle root, signed: to be kept where the vault's disk is not. */
export function checkpointOf(context: Pick<VaultContext, 'key' | 'fingerprint'>, tenant: Tenant): string {
  const origin = checkpointOrigin(context.fingerprint, tenant.name)
  return signCheckpoint({ origin, ...tenant.journal.state() }, { name: vaultSigner, key: context.key })
}

/** What an auditor fetches from afar; `from` is the first line wanted. */
export function witnessAnswer(
  context: VaultContext,
  tenant: Tenant,
  file: WitnessFile,
  from: number,
): Answer {
  switch (file) {
    case 'key':
      return text('application/x-pem-file', publicPem(context.publicKey))
    case 'checkpoint':
      return text('text/plain; charset=utf-8', checkpointOf(context, tenant))
    case 'journal':
      return lines(kept(context, tenant, from, (line) => line))
    case 'receipts':
      return lines(kept(context, tenant, from, (line) => signReceipt(line, context.key), true))
  }
}

function text(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': type }, body }
}

function lines(pieces: AsyncIterable<string>): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: (response) => pipeline(gathered(pieces), response),
  }
}

/** Lines that were on disk when the request came; a growing tail would give half lines. */
async function* kept(
  context: VaultContext,
  tenant: Tenant,
  from: number,
  write: (text: string) => string,
  onlyStored = false,
): AsyncGenerator<string> {
  const { size } = tenant.journal.state()
  const source = journalBytes(journalFile(context.vault, tenant.name))
  for await (const { text, line } of readJournal(source, () => undefined)) {
    if (line.seq > size) return
    if (line.seq >= from && (!onlyStored || isStored(line))) yield `${write(text)}\n`
  }
}
