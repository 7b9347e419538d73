import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { needProgram } from '../debian.ts'

/** False when everything can be made here, otherwise the reason. */
export function needEveryKind(): string | false {
  if (process.getuid?.() !== 0) return 'only root may make devices and give files away'
  const missing = needProgram('setfacl', 'acl') || needProgram('setfattr', 'attr')
  if (missing !== false) return missing
  const probe = mkdtempSync(join(tmpdir(), 'anlauf-attributes-'))
  const isKept = spawnSync('setfattr', ['-n', 'user.anlauf', '-v', '1', probe]).status === 0
  rmSync(probe, { recursive: true })
  return isKept ? false : 'the temporary folder keeps no extended attributes'
}

/** Everything a file system can hold, apart from names: those have tests of their own. */
const script = `set -e
cd "$1"; setfattr -n user.anlauf -v 1 .
mkdir plain sticky setgid; chmod 1777 sticky; chmod 2750 setgid; chown 12:34 setgid
echo program > setuid; chown 1234:5678 setuid; chmod 4755 setuid; setfattr -n security.capability -v 0x0100000200200000000000000000000000000000 setuid
echo x > one; ln one plain/two; ln one three
echo mode0 > mode0; chmod 0 mode0; chown 4294967294:4294967294 mode0
mkfifo -m 640 pipe; chown 7:8 pipe
mknod -m 660 block b 7 299; mknod -m 666 null c 1 3; chown 9:10 block
ln -s one link; ln -s /does/not/exist plain/link; chown -h 11:12 link
echo acl > acl; setfacl -m u:12345:rw,g:54321:r,m::r acl
mkdir default-acl; setfacl -m u:daemon:rwx -d -m u:daemon:rx,o::- default-acl; echo inherits > default-acl/file
echo attributes > attributes; setfattr -n user.empty attributes; setfattr -n user.bytes -v 0x00ff0a22 attributes
setfattr -n trusted.mark -v 1 attributes; setfattr -n user.long -v "$(head -c 2000 /dev/zero | tr '\\0' x)" attributes
setfattr -n user.dir -v dir plain
: > empty; truncate -s 20M holes; echo end >> holes; head -c 3000000 /dev/urandom > random
touch -h -d '1969-12-31T23:59:59.999999999Z' link pipe block one acl
touch -d '2038-01-19T03:14:08.000000001Z' plain sticky setgid default-acl`

/** Makes a folder with all of it. */
export function makeEveryKind(folder: string): void {
  mkdirSync(folder)
  execFileSync('sh', ['-c', script, 'sh', folder])
}

/** One line an entry as `find`, `stat`, `getfattr` and `sha256sum` see it; links of one file by their count. */
export function everyKindPicture(at: string): string[] {
  const run = (command: string): string[] =>
    execFileSync('sh', ['-c', `cd "$1" && ${command}`, 'sh', at], { encoding: 'utf8' }).split('\n')
  const attributes: string[] = []
  let file = ''
  for (const line of run('getfattr -R -P -h -d -m - -e hex .')) {
    if (line.startsWith('# file: ')) file = line.slice(8)
    else if (line !== '') attributes.push(`${file} ${line}`)
  }
  return [
    ...run(`find . -mindepth 1 -printf '%p %y %m %U:%G %T@ %n %l\\n'`),
    ...run(`find . -type f -printf '%p %s\\n'`),
    ...run(`find . '(' -type b -o -type c ')' -exec stat -c '%n %t:%T' {} +`),
    ...run(`find . -type f -exec sha256sum {} +`),
    ...attributes,
  ].sort()
}
