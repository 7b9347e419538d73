import { ar } from './ar.ts'
import { any, ascii, beginsAs, type Pattern } from './beginnings.ts'
import { lateBeginnings } from './late-beginnings.ts'
import { bmp } from './bmp.ts'
import { bzip2 } from './bzip2/bzip2.ts'
import { classFile } from './class-file/class-file.ts'
import { dbf } from './dbf.ts'
import { qcow2 } from './disk-images/qcow2.ts'
import { vhdx } from './disk-images/vhdx.ts'
import { vmdk } from './disk-images/vmdk.ts'
import { elf } from './elf.ts'
import { bootSector, bootSectorMagic } from './file-systems/boot-sector.ts'
import { btrfs } from './file-systems/btrfs.ts'
import { disk } from './file-systems/disk.ts'
import { ext4 } from './file-systems/ext4.ts'
import { xfs } from './file-systems/xfs.ts'
import { flac } from './flac.ts'
import { ico } from './ico.ts'
import { gettext } from './gettext.ts'
import { innodb } from './innodb.ts'
import { isoMedia } from './iso-media/iso-media.ts'
import { jet } from './jet.ts'
import { jpeg2000 } from './jpeg2000.ts'
import { lz4 } from './lz4.ts'
import { matroska } from './matroska.ts'
import { brokenAttachment } from './mail.ts'
import { midi } from './midi.ts'
import { mp3 } from './mp3.ts'
import { ogg } from './ogg.ts'
import { parquet } from './parquet/parquet.ts'
import { pcap } from './pcap.ts'
import { pe } from './pe.ts'
import { postgres } from './postgres.ts'
import { psd } from './psd.ts'
import { pst } from './pst/pst.ts'
import { rar } from './rar.ts'
import { age } from './sealed/age.ts'
import { borg } from './sealed/borg.ts'
import { kdbx } from './sealed/kdbx.ts'
import { luks } from './sealed/luks.ts'
import { openPgp } from './sealed/open-pgp.ts'
import { openssl } from './sealed/openssl.ts'
import { rclone } from './sealed/rclone.ts'
import { sevenZip } from './seven-zip.ts'
import { tar } from './tar.ts'
import { tiff } from './tiff.ts'
import { eot } from './eot.ts'
import { sfnt } from './font-tables.ts'
import { woff, woff2 } from './font.ts'
import { gif } from './gif.ts'
import { gitChecksum, zlibStream } from './git-object.ts'
import { gzip } from './gzip.ts'
import { jpeg } from './jpeg/jpeg.ts'
import { ole2 } from './ole2/ole2.ts'
import { pdf } from './pdf.ts'
import { png } from './png.ts'
import { riff } from './riff.ts'
import { sqlite } from './sqlite/sqlite.ts'
import { shapefile } from './shapefile.ts'
import { text } from './text.ts'
import { anyByte, broken, type Validator } from './validity.ts'
import { wad } from './wad.ts'
import { wasm } from './wasm.ts'
import { wav } from './wav.ts'
import { xz } from './xz/xz.ts'
import { zip } from './zip/zip.ts'
import { zstd } from './zstd.ts'
import type { ContentType } from './content-type.ts'

type Row = readonly [
  name: string,
  magic: readonly Pattern[],
  endings: string,
  content: ContentType['content'],
  validate: Validator,
]

/**
 * The types we can judge, in the order in which they are tried. Short names in letters need more than themselves,
 * or a text about a BMW were a picture. Sealed types promise nothing by their endings: whoever swaps a document
 * for a container of that kind is not excused by having named it so. Neither do endings under which other things
 * live honestly (songs behind junk or foreign tags, libraries that are scripts of a linker).
 */
export const contentTypes: readonly ContentType[] = (
  [
    [
      'zip',
      [[0x50, 0x4b, 0x03, 0x04]],
      'docx xlsx pptx dotx xltx potx docm xlsm pptm ppsx odt ods odp ott ots otp jar war ear aar zip epub apk xpi whl nupkg vsdx kmz',
      'packed',
      zip,
    ],
    ['png', [[0x89, ...ascii('PNG\r\n\u001a\n')]], 'png', 'packed', png],
    ['jpeg', [[0xff, 0xd8, 0xff]], 'jpg jpeg', 'packed', jpeg],
    ['gif', [ascii('GIF8')], 'gif', 'packed', gif],
    ['wav', [[...ascii('RIFF'), ...any(4), ...ascii('WAVE')]], 'wav', 'open', wav],
    ['riff', [ascii('RIFF')], 'webp avi', 'packed', riff],
    ['pdf', [ascii('%PDF-')], 'pdf', 'packed', pdf],
    ['gzip', [[0x1f, 0x8b, 0x08]], 'gz tgz', 'packed', gzip],
    ['zstd', [[0x28, 0xb5, 0x2f, 0xfd]], 'zst', 'packed', zstd],
    ['xz', [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]], 'xz txz', 'packed', xz],
    ['lz4', [[0x04, 0x22, 0x4d, 0x18]], 'lz4', 'packed', lz4],
    [
      'bzip2',
      [
        [...ascii('BZh'), anyByte, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
        [...ascii('BZh'), anyByte, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
      ],
      'bz2 tbz2',
      'packed',
      bzip2,
    ],
    ['sqlite', [ascii('SQLite format 3\0')], 'sqlite sqlite3', 'packed', sqlite],
    // The first page: number 0, of the type that begins a tablespace, never flushed apart.
    ['innodb', [[...any(4), 0, 0, 0, 0, ...any(16), 0, 8, 0, 0, 0, 0, 0, 0, 0, 0]], 'ibd', 'open', innodb],
    // A position in the log below 256 TiB, few flags, pages of 8 KiB in layout 4. Their names are numbers.
    ['postgres', [[any(2), 0, 0, ...any(7), 0, ...any(6), 4, 0x20].flat()], '', 'open', postgres],
    ['ole2', [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]], 'doc xls ppt msg msi', 'packed', ole2],
    [
      'jet',
      ['Jet', 'ACE'].map((name) => [0, 1, 0, 0, ...ascii(`Standard ${name} DB\0`)]),
      'mdb accdb mde accde',
      'packed',
      jet,
    ],
    ['pst', [[...ascii('!BDN'), ...any(4), 0x53]], 'pst ost', 'packed', pst],
    ['woff2', [ascii('wOF2')], 'woff2', 'packed', woff2],
    ['woff', [ascii('wOFF')], 'woff', 'packed', woff],
    // Tables are lists of numbers and outlines: random bytes have no business there.
    [
      'sfnt',
      [
        [0, 1, 0, 0, 0, anyByte, anyByte, anyByte, 0],
        [...ascii('OTTO'), 0],
        [...ascii('true'), 0],
        [...ascii('ttcf'), 0, anyByte, 0, 0, 0, 0],
      ],
      'ttf otf ttc otc',
      'open',
      sfnt,
    ],
    ['eot', [[...any(8), anyByte, 0, anyByte, 0, ...any(22), 0x4c, 0x50]], 'eot', 'packed', eot],
    [
      'ico',
      [
        [0, 0, 1, 0, anyByte, 0],
        [0, 0, 2, 0, anyByte, 0],
      ],
      'ico cur',
      'open',
      ico,
    ],
    // From Java 1.1 on; a smaller number there is a count of programs for Apple's processors.
    [
      'class',
      Array.from({ length: 36 }, (_, version) => [0xca, 0xfe, 0xba, 0xbe, anyByte, anyByte, 0, 45 + version]),
      'class',
      'open',
      classFile,
    ],
    ['wasm', [[0, ...ascii('asm'), 1, 0, 0, 0]], 'wasm', 'packed', wasm],
    // Fragments begin with their own type, films of the nineties with none.
    [
      'iso-media',
      [
        [...any(4), ...ascii('ftyp')],
        [...any(4), ...ascii('styp')],
        [0, 0, 0, 8, ...ascii('wide')],
        [0, anyByte, anyByte, anyByte, ...ascii('moov')],
        [0, anyByte, anyByte, anyByte, ...ascii('mdat')],
        [0, 0, 0, anyByte, ...ascii('free')],
        [0, 0, 0, anyByte, ...ascii('skip')],
      ],
      'mp4 m4v m4a mov 3gp heic heif avif',
      'packed',
      isoMedia,
    ],
    [
      'tiff',
      [
        [0x49, 0x49, 42, 0],
        [0x4d, 0x4d, 0, 42],
        [0x49, 0x49, 43, 0, 8, 0, 0, 0],
        [0x4d, 0x4d, 0, 43, 0, 8, 0, 0],
      ],
      'tif tiff',
      'open',
      tiff,
    ],
    ['bmp', [[...ascii('BM'), ...any(4), 0, 0, 0, 0]], 'bmp dib', 'open', bmp],
    [
      'psd',
      [
        [...ascii('8BPS'), 0, 1, 0, 0, 0, 0, 0, 0],
        [...ascii('8BPS'), 0, 2, 0, 0, 0, 0, 0, 0],
      ],
      'psd psb',
      'open',
      psd,
    ],
    ['flac', [ascii('fLaC')], '', 'packed', flac],
    ['ogg', [[...ascii('OggS'), 0]], 'ogg oga opus ogv', 'packed', ogg],
    [
      'mp3',
      [
        [...ascii('ID3'), 2, 0],
        [...ascii('ID3'), 3, 0],
        [...ascii('ID3'), 4, 0],
        [0xff, 0xfb],
        [0xff, 0xfa],
        [0xff, 0xf3],
        [0xff, 0xf2],
        [0xff, 0xe3],
        [0xff, 0xfd],
        [0xff, 0xfc],
      ],
      '',
      'packed',
      mp3,
    ],
    ['matroska', [[0x1a, 0x45, 0xdf, 0xa3]], 'mkv mka webm', 'packed', matroska],
    ['jpeg2000', [[0, 0, 0, 12, ...ascii('jP  \r\n\u0087\n')]], 'jp2 jpx', 'packed', jpeg2000],
    ['parquet', [ascii('PAR1')], 'parquet', 'packed', parquet],
    ['midi', [[...ascii('MThd'), 0, 0, 0, anyByte, 0]], 'mid midi', 'open', midi],
    [
      'gettext',
      [
        [0xde, 0x12, 0x04, 0x95, anyByte, 0, anyByte, 0],
        [0x95, 0x04, 0x12, 0xde, 0, anyByte, 0, anyByte],
      ],
      '',
      'open',
      gettext,
    ],
    [
      'wad',
      [
        [...ascii('PWAD'), anyByte, anyByte, 0, 0],
        [...ascii('IWAD'), anyByte, anyByte, 0, 0],
      ],
      'wad',
      'open',
      wad,
    ],
    ['ar', [ascii('!<arch>\n')], 'deb', 'open', ar],
    ['shapefile', [[0, 0, 0x27, 0x0a, ...any(20), ...any(4), 0xe8, 3, 0, 0]], 'shx', 'open', shapefile],
    // dBase III, FoxPro, and both with memos; few records, and the space that nobody uses.
    [
      'dbf',
      [0x03, 0x30, 0x83, 0x8b, 0xf5].map((version) => [
        version,
        ...any(6),
        0,
        ...any(4),
        ...Array.from({ length: 16 }, () => 0),
        ...any(2),
        0,
        0,
      ]),
      'dbf',
      'open',
      dbf,
    ],
    [
      'pcap',
      [
        [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0],
        [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0],
        [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4],
      ],
      'pcap',
      'open',
      pcap,
    ],
    ['tar', lateBeginnings.tar, 'tar', 'open', tar],
    ['elf', [[0x7f, ...ascii('ELF')]], '', 'open', elf],
    ['pe', [[...ascii('MZ'), ...any(60), 0, 0]], 'exe dll', 'open', pe],
    ['qcow2', [[...ascii('QFI'), 0xfb]], 'qcow2', 'open', qcow2],
    ['vmdk', [[...ascii('KDMV'), anyByte, 0, 0, 0]], '', 'open', vmdk],
    ['vhdx', [ascii('vhdxfile')], 'vhdx avhdx', 'open', vhdx],
    ['file-system', bootSectorMagic, '', 'open', bootSector],
    ['xfs', [[...ascii('XFSB'), 0, 0]], '', 'open', xfs],
    ['ext4', lateBeginnings.ext4, '', 'open', ext4],
    ['btrfs', lateBeginnings.btrfs, '', 'open', btrfs],
    ['disk', lateBeginnings.disk, '', 'open', disk],
    ['7z', [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]], '', 'sealed', sevenZip],
    [
      'rar',
      [
        [...ascii('Rar!'), 0x1a, 7, 0],
        [...ascii('Rar!'), 0x1a, 7, 1, 0],
      ],
      '',
      'sealed',
      rar,
    ],
    ['kdbx', [[0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5]], '', 'sealed', kdbx],
    ['luks', [[...ascii('LUKS'), 0xba, 0xbe, 0]], '', 'sealed', luks],
    ['openssl', [ascii('Salted__')], '', 'sealed', openssl],
    ['rclone', [ascii('RCLONE\0\0')], '', 'sealed', rclone],
    ['borg', [ascii('BORG_SEG')], '', 'sealed', borg],
    ['age', [ascii('age-encryption.org/v1\n')], '', 'sealed', age],
    // Session keys for RSA of 2,048, 3,072 and 4,096 bits, for Curve25519, and from a passphrase.
    [
      'openpgp',
      [
        [0x85, 0x01, anyByte, 3],
        [0x85, 0x02, anyByte, 3],
        [0x84, 0x5e, 3],
        [0x8c, 0x0d, 4, anyByte, 3],
      ],
      '',
      'sealed',
      openPgp,
    ],
    [
      'git',
      [
        [...ascii('PACK'), 0, 0, 0],
        [0xff, ...ascii('tOc'), 0, 0, 0],
        [...ascii('DIRC'), 0, 0, 0],
      ],
      '',
      'packed',
      gitChecksum,
    ],
    // Last, because two bytes are no strong sign; "x^" begins texts.
    [
      'zlib',
      [
        [0x78, 0x01],
        [0x78, 0x9c],
        [0x78, 0xda],
      ],
      '',
      'packed',
      zlibStream,
    ],
  ] satisfies readonly Row[]
).map(typeOf)

export const textType: ContentType = {
  name: 'text',
  endings:
    'txt md csv tsv log eml ics vcf json xml yml yaml toml ini conf html htm css svg js mjs cjs php py rb sh sql tex'.split(
      ' ',
    ),
  content: 'open',
  validate(bytes) {
    const validity = text(bytes)
    return validity.state === 'broken' ? validity : (brokenAttachment(bytes, byNameOrBeginning) ?? validity)
  },
}

const byNameOrBeginning = {
  promisedBy: (name: string) =>
    contentTypes.find(({ endings }) => endings.includes(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '')),
  found: (bytes: Uint8Array) =>
    contentTypes.find(({ magic }) => beginsAs(bytes, magic ?? [])) ??
    (text(bytes).state === 'valid' ? textType : undefined),
}

/** Validators look at what stands behind the magic bytes; asked about anything, they must miss these first. */
function typeOf([name, magic, endings, content, validate]: Row): ContentType {
  return {
    name,
    magic,
    endings: endings.split(' ').filter((ending) => ending !== ''),
    content,
    validate: (bytes) => (beginsAs(bytes, magic) ? validate(bytes) : broken(0, 'the header is gone')),
  }
}
