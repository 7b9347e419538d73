import type { Session } from '../../../adapters/database/index.ts'
import type { Command, Credential, Voucher } from '../../../core/case/index.ts'
import { vouchersOf } from '../../../core/case/index.ts'
import { readablePasskey } from './public-key-pem.ts'

/** A passkey that may sign, or waits for somebody who vouches for it. */
export interface ApproverKey {
  readonly person: string
  readonly roles: readonly string[]
  readonly keyId: string
  readonly publicKey: string
  readonly credentialId: string
  readonly rpId: string
  readonly vouchers: readonly Voucher[]
  readonly genesis: string | null
  readonly createdAt: Date
  readonly revoked: { readonly at: Date; readonly by: string; readonly reason: string } | null
  readonly isBlocked: boolean
}

interface KeyRow {
  readonly person: string
  readonly roles: string[]
  readonly public_key: Buffer
  readonly credential_id: string
  readonly rp_id: string
  readonly genesis: string | null
  readonly created_at: Date
  readonly revoked_at: Date | null
  readonly revoked_by: string | null
  readonly revoked_for: string | null
  readonly blocked: boolean
}

interface VoucherRow {
  readonly credential_id: string
  readonly person: string
  readonly key_id: string
  readonly signature: string
  readonly authenticator_data: string
  readonly client_data: string
}

/** All passkeys that can sign in principle, the oldest first. */
export async function approverKeys(session: Session): Promise<readonly ApproverKey[]> {
  const rows = await session.query<KeyRow>(
    `select k.person, k.roles, k.public_key, k.credential_id, k.rp_id, k.genesis, k.created_at, k.revoked_at,
            k.revoked_by, k.revoked_for, p.blocked_at is not null as blocked
       from anlauf.passkey k join anlauf.person p on p.name = k.person
      where k.rp_id is not null and k.roles is not null
      order by k.created_at, k.credential_id`,
  )
  const vouchers = await session.query<VoucherRow>('select * from anlauf.voucher order by given_at, person')
  return rows.flatMap((row) => {
    const readable = readablePasskey(row.public_key)
    if (readable === undefined) return []
    const own = vouchers.filter(({ credential_id }) => credential_id === row.credential_id)
    return [keyOf(row, readable, own.map(voucherOf))]
  })
}

function keyOf(
  row: KeyRow,
  { pem, keyId }: { readonly pem: string; readonly keyId: string },
  vouchers: readonly Voucher[],
): ApproverKey {
  const { revoked_at: at, revoked_by: by, revoked_for: reason } = row
  return {
    person: row.person,
    roles: row.roles,
    keyId,
    publicKey: pem,
    credentialId: row.credential_id,
    rpId: row.rp_id,
    vouchers,
    genesis: row.genesis,
    createdAt: row.created_at,
    revoked: at === null ? null : { at, by: by ?? '', reason: reason ?? '' },
    isBlocked: row.blocked,
  }
}

function voucherOf({ person, key_id, signature, authenticator_data, client_data }: VoucherRow): Voucher {
  const passkey = { authenticatorData: authenticator_data, clientDataJSON: client_data }
  return { person, seal: { keyId: key_id, signature, passkey } }
}

/** Which keys can be trusted, and who vouches for each. */
export interface Standing {
  /**
   * The first ones of the host, then whatever two of those before vouch for, in that order. Revoked ones are among them:
   * what they vouched for before stands.
   */
  readonly trusted: ReadonlyMap<string, ApproverKey>
  /** People whose vouchers hold, by key id. */
  readonly vouchedBy: ReadonlyMap<string, readonly string[]>
}

export function standingOfKeys(keys: readonly ApproverKey[]): Standing {
  const trusted = new Map(keys.flatMap((key) => (key.genesis === null ? [] : [[key.keyId, key] as const])))
  const vouchedBy = new Map<string, readonly string[]>()
  for (let grows = true; grows;) {
    grows = false
    const known = { credentials: asCredentials(trusted), approvers: new Map(), revoked: new Map() }
    for (const key of keys) {
      vouchedBy.set(key.keyId, vouchersOf(known, key, key.vouchers))
      if (trusted.has(key.keyId) || (vouchedBy.get(key.keyId) ?? []).length < 2) continue
      trusted.set(key.keyId, key)
      grows = true
    }
  }
  return { trusted, vouchedBy }
}

/** True for a key whose next signature counts. */
export function signs(key: ApproverKey, { trusted }: Standing): boolean {
  return trusted.has(key.keyId) && key.revoked === null && !key.isBlocked
}

function asCredentials(keys: ReadonlyMap<string, ApproverKey>): ReadonlyMap<string, Credential> {
  return new Map([...keys].map(([keyId, key]) => [keyId, { ...credentialOf(key), vouchedBy: [] }]))
}

function credentialOf({ person, roles, publicKey, keyId, credentialId, rpId }: ApproverKey) {
  return { person, roles: [...roles].toSorted(), publicKey, keyId, credentialId, rpId }
}

/** What brings a key into a case. The case decides by itself whether the vouchers, or the host's word, are enough. */
export function registrationOf(key: ApproverKey): Extract<Command, { command: 'registerCredential' }> {
  const { vouchers, genesis } = key
  const from = genesis === null ? {} : { genesis: `invited by ${genesis}` }
  return { command: 'registerCredential', ...credentialOf(key), vouchers, ...from }
}
