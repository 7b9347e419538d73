import { addKey, changePassword, listKeys, printName, removeKey } from '@anlauf/repository'
import { buildCommand, buildRouteMap } from '@stricli/core'

import { chosenId } from '../flags/chosen-id.ts'
import type { AnlaufContext } from '../context.ts'
import { formatTime, printJson, printLines, tableLines } from '../terminal/output.ts'
import { newPassword, newPasswordFlag } from '../access/password-file.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

type KeyFlags = RepositoryFlags & { readonly json: boolean }

interface NewKeyFlags extends KeyFlags {
  readonly newPasswordFile?: string
  readonly user?: string
  readonly host?: string
}

const json = { kind: 'boolean', default: false, brief: 'JSON on stdout' } as const
const newKeyFlags = {
  ...repositoryFlags,
  newPasswordFile: newPasswordFlag,
  user: { kind: 'parsed', parse: String, optional: true, brief: 'User name in the key file' },
  host: { kind: 'parsed', parse: String, optional: true, brief: 'Host name in the key file' },
  json,
} as const

const list = buildCommand<KeyFlags, [], AnlaufContext>({
  docs: { brief: 'List the keys (passwords) of a repository' },
  parameters: { flags: { ...repositoryFlags, json } },
  async func(flags) {
    const keys = await listKeys(await openNamedRepository(this, flags))
    if (flags.json) {
      printJson(
        this,
        keys.map(({ id, current, username, hostname, created, problem }) => ({
          current,
          id,
          short_id: id.slice(0, 8),
          userName: username,
          hostName: hostname,
          created,
          ...(problem === undefined ? {} : { problem }),
        })),
      )
      return
    }
    const rows = keys.map((key) => [
      `${key.current ? '*' : ' '}${key.id.slice(0, 8)}`,
      printName(key.username),
      printName(key.hostname),
      key.problem === undefined ? printName(formatTime(key.created)) : `unusable: ${key.problem}`,
    ])
    printLines(this, [
      ...tableLines([[' ID', 'User', 'Host', 'Created'], ...rows]),
      '* opened the repository',
    ])
  },
})

const add = buildCommand<NewKeyFlags, [], AnlaufContext>({
  docs: { brief: 'Add a key, so that one more password opens the repository' },
  parameters: { flags: newKeyFlags },
  async func(flags) {
    const password = await newPassword(this, flags)
    const repository = await openNamedRepository(this, flags)
    const id = await addKey(repository, { password, username: flags.user, hostname: flags.host })
    if (flags.json) printJson(this, { message_type: 'key_added', id })
    else printLines(this, [`Key ${id.slice(0, 8)} saved and tried: its password opens the repository.`])
  },
})

const remove = buildCommand<KeyFlags & { readonly dryRun: boolean }, [string], AnlaufContext>({
  docs: { brief: 'Remove a key; the one in use stays' },
  parameters: {
    flags: {
      ...repositoryFlags,
      dryRun: { kind: 'boolean', default: false, brief: 'Show which key would go, remove nothing' },
      json,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'Key id or its beginning', placeholder: 'key' }],
    },
    aliases: { n: 'dryRun' },
  },
  async func(flags, wanted) {
    const repository = await openNamedRepository(this, flags)
    const keys = (await listKeys(repository)).map(({ id }) => id)
    const id = chosenId(keys, wanted, 'key')
    if (!flags.dryRun) await removeKey(repository, id)
    if (flags.json) printJson(this, { message_type: 'key_removed', id, dry_run: flags.dryRun })
    else if (flags.dryRun) printLines(this, [`Would remove key ${id.slice(0, 8)}; nothing was changed.`])
    else {
      printLines(this, [
        `Key ${id.slice(0, 8)} removed.`,
        'Whoever knew its password may have kept the master key: if it leaked, copy into a new repository.',
      ])
    }
  },
})

const passwd = buildCommand<NewKeyFlags, [], AnlaufContext>({
  docs: { brief: 'Replace the key in use by one with a new password' },
  parameters: { flags: newKeyFlags },
  async func(flags) {
    const password = await newPassword(this, flags)
    const repository = await openNamedRepository(this, flags)
    const id = await changePassword(repository, { password, username: flags.user, hostname: flags.host })
    if (flags.json) printJson(this, { message_type: 'key_changed', id, removed: repository.keyId })
    else
      printLines(this, [`Password changed: key ${id.slice(0, 8)} replaces ${repository.keyId.slice(0, 8)}.`])
  },
})

export const repoKey = buildRouteMap({
  docs: { brief: 'Keys (passwords) of a repository' },
  routes: { list, add, remove, passwd },
})
