import { age } from './age.ts'
import type { Container } from './container.ts'
import { aesZip, oldZip } from './encrypted-zip.ts'
import { openPgp } from './open-pgp.ts'
import { openSsl, openSslText } from './openssl.ts'
import { sevenZip, sevenZipHidden } from './seven-zip.ts'

/** Every container that the drill can write: what attackers use, and what owners use. */
export const containers: readonly Container[] = [
  aesZip,
  oldZip,
  sevenZip,
  sevenZipHidden,
  openSsl,
  openSslText,
  openPgp,
  age,
]
