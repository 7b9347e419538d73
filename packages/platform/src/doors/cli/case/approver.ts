import { buildCommand } from '@stricli/core'

import { approverKeyId, type Voucher } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from '../access/input-file.ts'
import { caseFlag, openDeclaredCase, signature } from './access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { readPublicPem } from '../access/public-key-file.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ApproverFlags {
  readonly case: string
  readonly person: string
  readonly role: string
  readonly publicKey: string
  readonly vouched?: readonly string[]
  readonly json: boolean
}

export const caseApprover = buildCommand<ApproverFlags, [], AnlaufContext>({
  docs: {
    brief: 'Register who may approve a release, with the public half of an own key',
    fullDescription:
      'A key pair is made with "openssl genpkey -algorithm ed25519 -out NAME.key", its public half with "openssl pkey -in NAME.key -pubout -out NAME.pem". Register people before the case needs them, and compare the fingerprint with the person. Once somebody has signed, and two people could vouch, a further key needs both: "anlauf case vouch".',
  },
  parameters: {
    flags: {
      case: caseFlag,
      person: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Who: a short name that the evidence keeps',
        placeholder: 'name',
      },
      role: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'As what, for instance service-owner',
        placeholder: 'role',
      },
      publicKey: { kind: 'parsed', parse: String, brief: 'Ed25519 public key in PEM', placeholder: 'file' },
      vouched: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        optional: true,
        brief: 'What "anlauf case vouch" printed for a person who vouches; once for each of two',
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { person, role } = flags
    const vouchers = (flags.vouched ?? []).map(readVoucher)
    const publicKey = readPublicPem(flags.publicKey, { instead: 'registered' })
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const before = session.state.approvers.get(person)
    await session.execute(
      { command: 'registerApprover', person, role, publicKey, ...(vouchers.length > 0 && { vouchers }) },
      signature(this),
    )
    const keyId = approverKeyId(publicKey)
    if (flags.json) return printJson(this, { case: flags.case, person, role, keyId })
    const others = [...session.state.approvers.values()].filter((one) => one.person !== person)
    const twin = others.find((one) => one.keyId === keyId)
    printLines(this, [
      `${person} (${role}) may approve in the case ${flags.case}.`,
      `  key ${keyId}`,
      ...(before === undefined || before.keyId === keyId
        ? []
        : [`  Note: this replaces the key ${before.keyId}; approvals signed with it stay in the evidence.`]),
      ...(twin === undefined
        ? []
        : [`  Note: ${twin.person} has the same key. Two names with one key count as one approval.`]),
      'Compare the fingerprint with the person, face to face or by telephone.',
    ])
  },
})

/** The line that whoever vouches handed over; whether it holds is decided by the case. */
function readVoucher(file: string): Voucher {
  const text = readInputFile(file, { what: 'voucher', maxBytes: 64 * 1024 }).toString('utf8')
  try {
    const { person, seal } = JSON.parse(text) as Partial<Voucher>
    if (typeof person === 'string' && typeof seal?.keyId === 'string' && typeof seal.signature === 'string') {
      return { person, seal: { keyId: seal.keyId, signature: seal.signature } }
    }
  } catch {
    // Said below, like every other misfit.
  }
  throw new AnlaufError('input-invalid', `${file} holds no voucher.`, {
    hint: 'Give the line that "anlauf case vouch" printed, unchanged. Nothing was registered.',
  })
}
