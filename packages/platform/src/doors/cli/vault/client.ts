import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'

import { buildCommand, buildRouteMap } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import {
  changeClients,
  type Client,
  clientFile,
  createPassword,
  hashPassword,
  isName,
  isRole,
  readClients,
  type Role,
  roles,
} from '../../vault/index.ts'
import type { AnlaufContext } from '../context.ts'
import { parseSize, parseTime } from '../flags/flag-values.ts'
import { readInputFile } from '../access/input-file.ts'
import { counted, formatBytes, formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { readPasswordFile } from '../access/password-file.ts'
import { namedVault, type VaultFlags, vaultFlag } from './flags.ts'

interface AddFlags extends VaultFlags {
  readonly role: Role
  readonly tenant?: readonly string[]
  readonly passwordFrom?: string
  readonly passwordTo?: string
  readonly certificate?: string
  readonly quota?: number
  readonly readBudget?: number
  readonly expires?: Date
  readonly keysUntil?: Date
  readonly json: boolean
}

const json = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const
const namePositional = {
  kind: 'tuple',
  parameters: [{ parse: parseName, brief: 'Name of the client', placeholder: 'name' }],
} as const

const add = buildCommand<AddFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Add a client, or give one a new password',
    fullDescription:
      'The password is made, printed once and kept as a hash only. With --password-to it goes into a file for you alone, with --password-from it comes from one. One credential per host: times are judged per client. The running vault knows the client from its next request on.',
  },
  parameters: {
    flags: {
      vault: vaultFlag,
      role: { kind: 'parsed', parse: parseRole, brief: roles.join(', '), placeholder: 'role' },
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'First path element it may use (default: its name; repeatable; * only for auditors)',
        placeholder: 'name',
      },
      passwordFrom: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'File with the password',
        placeholder: 'file',
      },
      passwordTo: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'New file for the made password',
        placeholder: 'file',
      },
      certificate: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Client certificate in PEM that is needed as well',
        placeholder: 'file',
      },
      quota: {
        kind: 'parsed',
        parse: parseSize,
        optional: true,
        brief: 'What it may store in all',
        placeholder: 'size',
      },
      readBudget: {
        kind: 'parsed',
        parse: parseSize,
        optional: true,
        brief:
          'Bytes of packs a writerStock may read a day (default: 2 % of the repository, 64 MiB at least)',
        placeholder: 'size',
      },
      expires: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Refused after this time',
        placeholder: 'time',
      },
      keysUntil: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Until then a provisioner may add keys to a repository in use',
        placeholder: 'time',
      },
      json,
    },
    positional: namePositional,
  },
  async func(flags, name) {
    if (flags.role === 'restorer' && flags.expires === undefined) {
      throw new AnlaufError('input-invalid', 'A restorer reads everything: its credential has to end.', {
        hint: 'Give --expires, for instance tomorrow morning.',
      })
    }
    const vault = namedVault(this, flags)
    const isMade = flags.passwordFrom === undefined
    const password = isMade ? createPassword() : await readPasswordFile(flags.passwordFrom)
    refuseShort(password)
    const client = clientOf(flags, name, await hashPassword(password), this.now())
    let isNew = true
    changeClients(vault, (clients) => {
      isNew = !clients.has(name)
      clients.set(name, client)
    })
    if (flags.passwordTo !== undefined && isMade) writePassword(flags.passwordTo, password)
    const shown = isMade && flags.passwordTo === undefined ? { password } : {}
    if (flags.json)
      return printJson(this, { name, role: client.role, tenants: client.tenants, isNew, ...shown })
    printLines(this, [
      `${name} may come in as ${client.role} for ${client.tenants.join(', ')}${isNew ? '' : ' (it was known before; its old password is void)'}.`,
      ...('password' in shown
        ? [`  password: ${password}`, 'It is shown this once and kept as a hash only.']
        : []),
      ...(flags.passwordTo === undefined ? [] : [`  its password is in ${flags.passwordTo}`]),
      ...(client.role === 'restorer' || client.role === 'provisioner'
        ? ['This role is for two people: let a second one watch what is done with it.']
        : []),
    ])
  },
})

const list = buildCommand<VaultFlags & { readonly json: boolean }, [], AnlaufContext>({
  docs: { brief: 'List the clients of a vault' },
  parameters: { flags: { vault: vaultFlag, json } },
  func(flags) {
    const clients = [...readClients(clientFile(namedVault(this, flags))).values()]
    if (flags.json) {
      return printJson(
        this,
        clients.map(({ password: _hash, ...client }) => client),
      )
    }
    const rows = clients.map((client) => [
      client.name,
      client.role,
      client.tenants.join(', '),
      client.quotaBytes === undefined ? 'no quota' : formatBytes(client.quotaBytes),
      client.certificate === undefined ? 'password' : client.password === undefined ? 'certificate' : 'both',
      client.expiresAt === undefined ? '' : `until ${formatTime(client.expiresAt)}`,
    ])
    printLines(this, [...tableLines(rows), `${counted(clients.length, 'client')}.`])
  },
})

const remove = buildCommand<VaultFlags & { readonly json: boolean }, [string], AnlaufContext>({
  docs: { brief: 'Refuse a client from its next request on; what it stored stays' },
  parameters: { flags: { vault: vaultFlag, json }, positional: namePositional },
  func(flags, name) {
    changeClients(namedVault(this, flags), (clients) => {
      if (!clients.delete(name)) throw unknownClient(name)
    })
    if (flags.json) printJson(this, { removed: name })
    else printLines(this, [`${name} is refused from now on. What it stored stays.`])
  },
})

const role = buildCommand<VaultFlags & { readonly json: boolean }, [string, Role], AnlaufContext>({
  docs: { brief: 'Give a client another role' },
  parameters: {
    flags: { vault: vaultFlag, json },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: parseName, brief: 'Name of the client', placeholder: 'name' },
        { parse: parseRole, brief: roles.join(', '), placeholder: 'role' },
      ],
    },
  },
  func(flags, name, next) {
    changeClients(namedVault(this, flags), (clients) => {
      const client = clients.get(name)
      if (client === undefined) throw unknownClient(name)
      clients.set(name, { ...client, role: next })
    })
    if (flags.json) printJson(this, { name, role: next })
    else printLines(this, [`${name} is ${next} from its next request on.`])
  },
})

export const vaultClient = buildRouteMap({
  docs: { brief: 'Who may come into a vault, and as what' },
  routes: { add, list, remove, role },
})

function clientOf(flags: AddFlags, name: string, password: string, now: Date): Client {
  const { role: granted, tenant = [name], certificate, quota, readBudget, expires, keysUntil } = flags
  return {
    name,
    role: granted,
    tenants: tenant,
    password,
    createdAt: now.toISOString(),
    ...(certificate !== undefined && { certificate: fingerprintOf(certificate) }),
    ...(quota !== undefined && { quotaBytes: quota }),
    ...(readBudget !== undefined && { readBudgetBytes: readBudget }),
    ...(expires !== undefined && { expiresAt: expires.toISOString() }),
    ...(keysUntil !== undefined && { keysUntil: keysUntil.toISOString() }),
  }
}

function fingerprintOf(file: string): string {
  const pem = readInputFile(file, { what: 'certificate', maxBytes: 64 * 1024 })
  try {
    return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${file} holds no certificate.`, {
      hint: 'Name the certificate in PEM, not the key.',
      cause,
    })
  }
}

/** Refuses an existing file: it could be somebody else's, readable for others. */
function writePassword(file: string, password: string): void {
  try {
    writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    throw new AnlaufError(
      'write-failed',
      `The password could not be written to ${file}; the client exists already.`,
      {
        hint: 'Name a new file in a folder you may write to, and run the command again: it makes a new password.',
        cause,
      },
    )
  }
}

function refuseShort(password: string): void {
  if (password.length >= 16 && password.length <= 256) return
  throw new AnlaufError('input-invalid', 'The password has less than 16 or more than 256 characters.', {
    hint: 'Leave --password-from away: a made password is better.',
  })
}

function parseName(text: string): string {
  if (isName(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no name of a client.`, {
    hint: 'Use letters, digits, ".", "_" and "-", at most 64, for instance files1.',
  })
}

function parseRole(text: string): Role {
  if (isRole(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no role.`, { hint: `Roles are ${roles.join(', ')}.` })
}

function unknownClient(name: string): AnlaufError {
  return new AnlaufError('not-found', `The vault knows no client "${name}".`, {
    hint: 'See "anlauf vault client list".',
  })
}
