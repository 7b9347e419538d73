import type { Database, Session } from '../../../adapters/database/index.ts'
import { challengeOf, registrationSealed, type Seal, sealProblem } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noteAccess } from './access-log.ts'
import { type ApproverKey, approverKeys, signs, standingOfKeys } from './approver-keys.ts'
import type { Principal } from './principal.ts'
import type { RelyingParty } from './relying-party.ts'

/** The key, and the keys of whoever vouches, as they are now. Throws what would keep the voucher from counting. */
async function partners(session: Session, keyId: string, { name, kind }: Principal) {
  const keys = await approverKeys(session)
  const standing = standingOfKeys(keys)
  const key = keys.find((one) => one.keyId === keyId)
  if (key === undefined) {
    throw new AnlaufError('not-found', 'There is no such key.', {
      hint: 'GET /api/approver-keys lists them.',
    })
  }
  if (key.revoked !== null || key.isBlocked) {
    throw new AnlaufError('input-invalid', `This key of ${key.person} was revoked.`, {
      hint: 'A revoked key never comes back; the person registers another one.',
    })
  }
  const own = keys.filter((one) => one.person === name && signs(one, standing))
  if (kind !== 'person' || key.person === name || own.length === 0) {
    throw new AnlaufError('gate-closed', `${name} cannot vouch for this key.`, {
      hint: 'Somebody else vouches, with a passkey that may sign already. The first ones come in by a link of the server’s account: POST /api/invitations with its token.',
      context: { missing: ['a passkey that may sign already'] },
    })
  }
  return { key, own }
}

/** What whoever vouches reads, and what the passkey is asked to sign: this person has this key, in these roles. */
export async function vouchOptions(database: Database, keyId: string, by: Principal) {
  const { key, own } = await partners(database, keyId, by)
  const sealed = registrationSealed(key)
  return {
    statement: Buffer.from(sealed.statement).toString(),
    short: key.keyId.slice(0, 8),
    publicKey: {
      challenge: challengeOf(sealed).toString('base64url'),
      rpId: own[0]?.rpId ?? key.rpId,
      allowCredentials: own.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
      userVerification: 'required',
      timeout: 300_000,
    },
  }
}

interface VoucherAnswer {
  readonly keyId: string
  readonly by: Principal
  readonly credentialId: string
  readonly passkey: { readonly authenticatorData: string; readonly clientDataJSON: string }
  readonly signature: string
  readonly party: RelyingParty
  readonly now: Date
}

/** Keeps a voucher if it holds. One person counts once; the last one is kept, since the key of an earlier one may be lost. */
export async function vouch(database: Database, answer: VoucherAnswer): Promise<void> {
  const { by, now } = answer
  await database.transaction(async (session) => {
    const { key, own } = await partners(session, answer.keyId, by)
    const voucher = own.find(({ credentialId }) => credentialId === answer.credentialId)
    const problem = voucher === undefined ? 'it is another passkey' : problemOf(key, voucher, answer)
    if (voucher === undefined || problem !== undefined) {
      throw new AnlaufError('input-invalid', `The signature does not count: ${problem}.`, {
        hint: 'Open the key again and sign with the passkey that is asked for, on the page of this server.',
      })
    }
    const { signature, passkey } = answer
    await session.query(
      `insert into anlauf.voucher
         (credential_id, person, key_id, signature, authenticator_data, client_data, given_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (credential_id, person) do update
         set key_id = excluded.key_id, signature = excluded.signature,
             authenticator_data = excluded.authenticator_data, client_data = excluded.client_data,
             given_at = excluded.given_at`,
      [
        key.credentialId,
        by.name,
        voucher.keyId,
        signature,
        passkey.authenticatorData,
        passkey.clientDataJSON,
        now,
      ],
    )
    const data = { key: key.keyId, roles: [...key.roles] }
    await noteAccess(
      session,
      { kind: 'access.vouched', actor: by.name, actorKey: by.keyId, object: key.person, data },
      now,
    )
  })
}

function problemOf(
  key: ApproverKey,
  { keyId, publicKey, rpId }: ApproverKey,
  { signature, passkey, party }: VoucherAnswer,
): string | undefined {
  const seal: Seal = { keyId, signature, passkey }
  return sealProblem(seal, { publicKey, rpId }, { ...registrationSealed(key), origin: party.origin })
}
