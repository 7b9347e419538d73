import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { approverKeyId, registrationSealed, sealBytes } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { readPublicPem } from '../access/public-key-file.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'

interface VouchFlags {
  readonly person: string
  readonly role: string
  readonly publicKey: string
  readonly voucher: string
  readonly key: string
}

const name = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: parseLine, brief, placeholder }) as const

export const caseVouch = buildCommand<VouchFlags, [], AnlaufContext>({
  docs: {
    brief: 'Sign that a person has a key, so that a case under way lets the key in',
    fullDescription:
      'Once somebody has signed in a case, a further key needs two people of the case who vouch for it. Each compares the fingerprint with the person, runs this on the own machine, and gives the printed line to whoever runs "anlauf case approver --vouched FILE".',
  },
  parameters: {
    flags: {
      person: name('Whose key it is', 'name'),
      role: name('As what the person will sign', 'role'),
      publicKey: {
        kind: 'parsed',
        parse: String,
        brief: 'The Ed25519 public key in PEM',
        placeholder: 'file',
      },
      voucher: name('Who vouches, as registered in the case', 'name'),
      key: {
        kind: 'parsed',
        parse: String,
        brief: 'Ed25519 private key of who vouches',
        placeholder: 'file',
      },
    },
  },
  func({ person, role, publicKey, voucher, key: file }) {
    const keyId = approverKeyId(readPublicPem(publicKey, { instead: 'vouched for' }))
    if (keyId === undefined) {
      throw new AnlaufError(
        'input-invalid',
        `The key of ${printName(person)} is no Ed25519 public key in PEM.`,
        {
          hint: 'Make one with "openssl genpkey -algorithm ed25519", its public half with "openssl pkey -pubout".',
        },
      )
    }
    if (person === voucher) {
      throw new AnlaufError('input-invalid', 'Nobody vouches for oneself.', {
        hint: 'Two others who are registered in the case do.',
      })
    }
    const { key, fingerprint } = readPrivateKey(this, file)
    const signature = sealBytes(registrationSealed({ person, roles: [role], keyId }), key)
    this.process.stderr.write(
      `${printName(voucher)} vouches that ${printName(person)} signs as ${printName(role)} with the key ${keyId}.\n`,
    )
    this.process.stdout.write(
      `${JSON.stringify({ person: voucher, seal: { keyId: fingerprint, signature } })}\n`,
    )
  },
})
