import { arMagic, openAr } from './ar.ts'
import { openBzip2 } from './bzip2.ts'
import { openGzip, openZstd } from './compressed.ts'
import { cpioMagics, openCpio } from './cpio.ts'
import { isMail, openMail } from './mail.ts'
import { openOle2 } from './ole2.ts'
import { oneNoteMagics, openOneNote } from './one-note.ts'
import type { Opener } from './opener.ts'
import { openRpm } from './rpm.ts'
import { openSevenZip } from './seven-zip/open-seven-zip.ts'
import type { Source } from './source.ts'
import { isTar, openTar } from './tar.ts'
import { openXz } from './xz.ts'
import { endRecordAt } from './zip/central-view.ts'
import { openAppendedZip, openZip } from './zip/open-zip.ts'

/** Kinds that are known and not opened: what lies in them was not judged, and nobody may think so. */
const sealed: Opener = async function* () {
  yield { problem: 'unparseable' }
}

const byMagic: readonly (readonly [magic: Buffer, opener: Opener])[] = [
  [Buffer.from('PK\x03\x04', 'latin1'), openZip],
  [Buffer.from('1f8b08', 'hex'), openGzip],
  [Buffer.from('28b52ffd', 'hex'), openZstd],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), openOle2],
  [arMagic, openAr],
  [Buffer.from('BZh', 'latin1'), openBzip2],
  [Buffer.from('fd377a585a00', 'hex'), openXz],
  [Buffer.from('377abcaf271c', 'hex'), openSevenZip],
  [Buffer.from('Rar!\x1a\x07', 'latin1'), sealed],
  [Buffer.from('MSCF\0\0\0\0', 'latin1'), sealed],
  [Buffer.from('LZIP\x01', 'latin1'), sealed],
  [Buffer.from('04224d18', 'hex'), sealed],
  [Buffer.from('hsqs', 'latin1'), sealed],
  [Buffer.from('edabeedb', 'hex'), openRpm],
  ...oneNoteMagics.map((magic): [Buffer, Opener] => [magic, openOneNote]),
  ...cpioMagics.map((magic): [Buffer, Opener] => [magic, openCpio]),
]

/** Most contents begin like none of them, and every content is asked. */
const byFirstByte = Map.groupBy(byMagic, ([magic]) => magic[0])

/**
 * Every way in which a content can be a container: a picture with an archive behind it is both. A program that
 * unpacks itself has its archive at the end.
 */
export function openersOf(source: Source): readonly Opener[] {
  if (source.size < leastBytes) return []
  const head = source.read(0, 16)
  const openers = (byFirstByte.get(head[0] ?? -1) ?? [])
    .filter(([magic]) => head.subarray(0, magic.length).equals(magic))
    .map(([, opener]) => opener)
  if (!openers.includes(openZip) && endRecordAt(source) >= 0) openers.push(openAppendedZip)
  if (isTar(source)) openers.push(openTar)
  if (openers.length === 0 && isMail(source)) openers.push(openMail)
  return openers
}

/** The smallest thing with something inside: an archive of one empty member has more. */
const leastBytes = 18
