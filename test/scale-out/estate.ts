import { randomBytes } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { backup, initRepository, openRepository, openStorage, parseLocation } from '@anlauf/repository'

import { planRecovery, type RecoveryPlan } from '../../packages/platform/src/phases/recover/index.ts'
import { dropper } from '../recover/bundled-rules.ts'

const tenants = ['anna', 'bert', 'cleo']

/** Bytes of one tenant's large files, in so many files. */
const large = { files: 30, bytes: 400_000 }

/** A machine of three customers: mail, links, equal contents, an infected file each. Backed up, and planned whole. */
export async function seededEstate(
  folder: string,
  { location, password }: { readonly location: (client: string) => string; readonly password: string },
): Promise<RecoveryPlan> {
  const machine = join(folder, 'machine')
  for (const tenant of tenants) writeTenant(join(machine, 'data', tenant), tenant)
  const as = (client: string) => openStorage(parseLocation(location(client)))
  await initRepository(as('founder'), { password, kdf: { N: 1024, r: 8, p: 1 } })
  const writing = await openRepository(as('writer'), { password })
  const time = new Date('2026-03-01T02:00:00Z')
  const { snapshot } = await backup(writing, {
    paths: [machine],
    asRoot: machine,
    hostname: 'files1',
    time,
  })
  if (snapshot === undefined) throw new Error('no snapshot')
  const snapshots = [{ id: snapshot.id, time: snapshot.time, host: 'files1', paths: snapshot.paths }]
  const counters = { snapshots: 1, treesRead: 0, filesSeen: 0, changesJudged: 0, bytesRead: 0 }
  const reading = await openRepository(as('reader'), { password })
  return planRecovery(
    reading,
    { snapshots, files: [], onset: null, tenants: [], counters },
    {
      place(_host, path) {
        const tenant = path.split('/')[2]
        return tenant === undefined ? undefined : { tenant }
      },
    },
  )
}

function writeTenant(folder: string, tenant: string): void {
  const mail = (at: number): string => `From: a@b.example\r\nSubject: ${at}\r\n\r\nHello ${tenant} ${at}`
  const base = (at: number): string => `170000000${at}.M1P1.mx,S=${mail(at).length}`
  const files: Record<string, string | Uint8Array> = {
    ...Object.fromEntries(
      Array.from({ length: large.files }, (_, at) => [`large/${at}`, randomBytes(large.bytes)]),
    ),
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`d${at % 7}/${at}`, `${tenant} ${at % 200}`]),
    ),
    'same everywhere': 'equal in all tenants',
    empty: '',
    'tools/setup.exe': `${dropper} for ${tenant}`,
    [`Maildir/cur/${base(1)}:2,S`]: mail(1),
    [`Maildir/cur/${base(3)}:2,`]: mail(3),
    'Maildir/dovecot-uidlist': ['3 V7 N4 Gabc', `1 :${base(1)}`, `3 :${base(3)}`, '2 :gone', ''].join('\n'),
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  symlinkSync('d1/1', join(folder, 'link'))
}
