import { basename } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import type { AttackMode } from '../attack-mode.ts'
import { age } from '../containers/age.ts'
import type { Container } from '../containers/container.ts'
import { aesZip, oldZip } from '../containers/encrypted-zip.ts'
import { openPgp } from '../containers/open-pgp.ts'
import { openSsl, openSslText } from '../containers/openssl.ts'
import { sevenZip, sevenZipHidden } from '../containers/seven-zip.ts'
import { storedMember, writeZip, zipSpans } from '../containers/zip-records.ts'
import { appended, type Rename, replacedEnding } from '../engine/names.ts'
import { underStream, wholeFileMode } from '../engine/whole-file.ts'
import { textNote } from '../notes.ts'

/**
 * Lockers that call an honest program: valid containers, the original deleted. Qlocker's names and habits come
 * from secondary sources, the others' are unverified. The last two are plain containers of ciphertext.
 */
export const swappedContainers: readonly AttackMode[] = [
  swap('qlocker', sevenZip, appended('7z'), '!!!READ_ME.txt'),
  swap('qlocker-hidden-names', sevenZipHidden, replacedEnding('7z'), '!!!READ_ME.txt'),
  swap('zip-aes', aesZip, appended('zip'), 'README_DECRYPT.txt'),
  swap('zip-traditional', oldZip, replacedEnding('zip'), 'README_DECRYPT.txt'),
  swap('openssl', openSsl, appended('enc'), 'HOW_TO_DECRYPT.txt'),
  swap('openssl-base64', openSslText, appended('enc'), 'HOW_TO_DECRYPT.txt'),
  swap('gpg', openPgp, appended('gpg'), 'RESTORE_FILES.txt'),
  swap('age', age, appended('age'), 'RESTORE_FILES.txt'),
  wholeFileMode({
    name: 'zip-of-ciphertext',
    group: 'container',
    wrap: (plain, seed, path) => writeZip([storedMember(basename(path), underStream(plain, seed))]),
    unwrap(bytes, seed) {
      const span = zipSpans(bytes)?.spans[0]
      const end = (span?.dataAt ?? 0) + (span?.dataBytes ?? 0)
      return underStream(bytes.subarray(span?.dataAt, end), seed)
    },
    rename: appended('zip'),
  }),
  wholeFileMode({
    name: 'gzip-of-ciphertext',
    group: 'container',
    wrap: (plain, seed) => gzipSync(underStream(plain, seed), { level: 1 }),
    unwrap: (bytes, seed) => underStream(gunzipSync(bytes), seed),
    rename: appended('gz'),
  }),
]

function swap(name: string, container: Container, rename: Rename, noteName: string): AttackMode {
  // One password a campaign, as Qlocker had one per machine; the mode's name stands in the seed.
  const passwordOf = (seed: string) => seed.split(' ').slice(0, 2).join(' ')
  return wholeFileMode({
    name,
    group: 'container',
    wrap: (plain, seed, path) =>
      container.seal(plain, { name: basename(path), password: passwordOf(seed), seed }),
    unwrap: (bytes, seed) => container.open(bytes, passwordOf(seed)),
    rename,
    note: () => textNote(noteName, 'the page'),
  })
}
