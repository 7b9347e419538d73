import { readFileSync } from 'node:fs'

import { buildCommand, buildRouteMap } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  approvalsNeeded,
  approversOf,
  type DeletePlan,
  keepPlan,
  type KeptPlan,
  makePlan,
  planDigest,
  publicKeyOf,
  readApprovers,
  readPlan,
  signPlan,
  writeApprovers,
} from '../../vault/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCount, parseLine } from '../flags/flag-values.ts'
import { readInputFile } from '../access/input-file.ts'
import { counted, formatBytes, formatTime, printJson, printLines } from '../terminal/output.ts'
import { readPrivateKey } from '../access/private-key-file.ts'
import { namedVault, type VaultFlags, vaultFlag } from './flags.ts'
import { vaultRehearse } from './rehearse.ts'

const json = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const
const dayMs = 24 * 60 * 60 * 1000
const digestPositional = {
  kind: 'tuple',
  parameters: [{ parse: String, brief: 'Digest of the plan', placeholder: 'digest' }],
} as const

interface MakeFlags extends VaultFlags {
  readonly repository: string
  readonly objects: string
  readonly days: number
  readonly json: boolean
}

const make = buildCommand<MakeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Plan which objects a maintainer may delete; in force when two people have signed',
    fullDescription:
      'The list has one kind/id a line: snapshots/4bba…, index/…, data/…. Nothing is deleted by this.',
  },
  parameters: {
    flags: {
      vault: vaultFlag,
      repository: {
        kind: 'parsed',
        parse: String,
        brief: 'Path of the repository in the vault',
        placeholder: 'path',
      },
      objects: { kind: 'parsed', parse: String, brief: 'File with one kind/id a line', placeholder: 'file' },
      days: {
        kind: 'parsed',
        parse: parseCount,
        default: '14',
        brief: 'Days until it is void',
        placeholder: 'days',
      },
      json,
    },
  },
  async func(flags) {
    const vault = namedVault(this, flags)
    const now = this.now()
    const text = readInputFile(flags.objects, {
      what: 'list of objects',
      maxBytes: 256 * 1024 * 1024,
    }).toString()
    const names = text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
    const expiresAt = new Date(now.getTime() + flags.days * dayMs)
    const { plan, figures } = await makePlan({ vault, repository: flags.repository, names, now, expiresAt })
    keepPlan(vault, { plan, approvals: [] })
    const digest = planDigest(plan)
    if (flags.json) return printJson(this, { digest, ...figures, expiresAt: plan.expiresAt })
    printLines(this, [
      `Plan ${digest}`,
      `  deletes ${counted(figures.objects, 'object')} of ${plan.repository}, ${counted(figures.snapshots, 'snapshot')} among them, ${formatBytes(figures.bytes)}`,
      `  received between ${formatTime(figures.oldest)} and ${formatTime(figures.youngest)}`,
      `  void after ${formatTime(plan.expiresAt)}`,
      'Two registered people sign it, each with an own key:',
      `  anlauf vault plan approve ${digest} --person NAME --key FILE`,
    ])
  },
})

interface ApproveFlags extends VaultFlags {
  readonly person: string
  readonly key: string
  readonly json: boolean
}

const approve = buildCommand<ApproveFlags, [string], AnlaufContext>({
  docs: { brief: 'Sign a delete plan with an own key' },
  parameters: {
    flags: {
      vault: vaultFlag,
      person: { kind: 'parsed', parse: parseLine, brief: 'Who signs, as registered', placeholder: 'name' },
      key: { kind: 'parsed', parse: String, brief: "The person's Ed25519 private key", placeholder: 'file' },
      json,
    },
    positional: digestPositional,
  },
  func(flags, digest) {
    const vault = namedVault(this, flags)
    const { plan, approvals } = readPlan(vault, digest)
    const { key } = readPrivateKey(this, flags.key)
    const approval = signPlan(plan, flags.person, key)
    const registered = readApprovers(vault)
    if (approversOf(plan, [approval], registered).length === 0) {
      throw new AnlaufError('input-invalid', `${flags.person} is not registered with this key.`, {
        hint: 'Register people with "anlauf vault approver", long before they are needed.',
      })
    }
    const others = approvals.filter(({ person }) => person !== flags.person)
    const kept: KeptPlan = { plan, approvals: [...others, approval] }
    keepPlan(vault, kept)
    const people = approversOf(plan, kept.approvals, registered)
    if (flags.json)
      return printJson(this, { digest, approvedBy: people, inForce: people.length >= approvalsNeeded })
    printLines(this, [...describe(plan), stateLine(people)])
  },
})

const show = buildCommand<VaultFlags & { readonly json: boolean }, [string], AnlaufContext>({
  docs: { brief: 'Show what a delete plan names, and who signed it' },
  parameters: { flags: { vault: vaultFlag, json }, positional: digestPositional },
  func(flags, digest) {
    const vault = namedVault(this, flags)
    const { plan, approvals } = readPlan(vault, digest)
    const people = approversOf(plan, approvals, readApprovers(vault))
    if (flags.json) return printJson(this, { digest, plan, approvedBy: people })
    printLines(this, [...describe(plan), stateLine(people), ...plan.objects.map((name) => `  ${name}`)])
  },
})

interface ApproverFlags extends VaultFlags {
  readonly person: string
  readonly publicKey?: string
  readonly remove: boolean
  readonly json: boolean
}

/** Registers on the vault's own disk; nothing over the network can. */
export const vaultApprover = buildCommand<ApproverFlags, [], AnlaufContext>({
  docs: { brief: 'Register who may sign delete plans, or strike somebody off' },
  parameters: {
    flags: {
      vault: vaultFlag,
      person: { kind: 'parsed', parse: parseLine, brief: 'Who', placeholder: 'name' },
      publicKey: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Ed25519 public key in PEM',
        placeholder: 'file',
      },
      remove: { kind: 'boolean', default: false, brief: 'Strike the person off' },
      json,
    },
  },
  func(flags) {
    const vault = namedVault(this, flags)
    const { person } = flags
    const others = readApprovers(vault).filter((one) => one.person !== person)
    if (flags.remove) writeApprovers(vault, others)
    else writeApprovers(vault, [...others, { person, publicKey: readPublicKey(flags.publicKey) }])
    if (flags.json) return printJson(this, { person, registered: !flags.remove })
    printLines(this, [flags.remove ? `${person} no longer counts.` : `${person} may sign delete plans.`])
  },
})

export const vaultPlan = buildRouteMap({
  docs: { brief: 'What may be deleted: plan it, let two people sign it' },
  routes: { rehearse: vaultRehearse, make, approve, show },
})

function readPublicKey(file: string | undefined): string {
  const publicKey = file === undefined ? '' : readFileSync(file, 'utf8')
  if (publicKeyOf({ person: '', publicKey }) !== undefined) return publicKey
  throw new AnlaufError('input-invalid', 'This is no Ed25519 public key in PEM.', {
    hint: 'Give its public half: openssl pkey -in NAME.key -pubout -out NAME.pem; then --public-key NAME.pem',
  })
}

function describe(plan: DeletePlan): string[] {
  const snapshots = plan.objects.filter((name) => name.startsWith('snapshots/')).length
  return [
    `Plan ${planDigest(plan)}`,
    `  deletes ${counted(plan.objects.length, 'object')} of ${plan.repository}, ${counted(snapshots, 'snapshot')} among them, ${formatBytes(plan.bytes)}`,
    `  void after ${formatTime(plan.expiresAt)}`,
  ]
}

function stateLine(people: readonly string[]): string {
  const by = people.length === 0 ? 'nobody yet' : people.join(' and ')
  return people.length >= approvalsNeeded
    ? `Signed by ${by}: in force.`
    : `Signed by ${by}; ${approvalsNeeded - people.length} more needed.`
}
