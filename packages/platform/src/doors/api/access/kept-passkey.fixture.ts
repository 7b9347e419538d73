import { createPublicKey } from 'node:crypto'

import { isoCBOR } from '@simplewebauthn/server/helpers'

import type { Session } from '../../../adapters/database/index.ts'
import { type Passkey, passkey, rpId } from '../../../core/case/passkey.fixture.ts'

const at = '2026-03-11T06:00:00.000Z'

/** A passkey of a person, as a registration leaves it in the database. */
export async function keptPasskey(
  session: Session,
  {
    person,
    roles,
    genesis,
  }: { readonly person: string; readonly roles: readonly string[]; readonly genesis?: string | undefined },
): Promise<Passkey> {
  const made = passkey(person)
  const key = { ...made, credentialId: `${made.credentialId}-${made.keyId.slice(0, 8)}` }
  await session.query(
    `insert into anlauf.person (name, roles, created_at) values ($1, $2, $3) on conflict do nothing`,
    [person, roles, at],
  )
  await session.query(
    `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at, rp_id, roles, genesis)
     values ($1, $2, $3, 0, '{}', $4, $5, $6, $7)`,
    [key.credentialId, person, Buffer.from(cose(key.publicKey)), at, rpId, roles, genesis ?? null],
  )
  return key
}

/** As the authenticator of a P-256 key hands it out. */
function cose(publicKey: string): Uint8Array {
  const { x = '', y = '' } = createPublicKey(publicKey).export({ format: 'jwk' })
  const coordinate = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  return isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, coordinate(x)], [-3, coordinate(y)]])) // prettier-ignore
}
