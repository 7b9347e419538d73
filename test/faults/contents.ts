import { createCipheriv, createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import { madeTar, madeZip } from '../../packages/platform/src/adapters/scanners/containers/made.fixture.ts'
import { type SeededRandom, seededRandom } from '../interop/seeded-random.ts'

/** Tenants of the small provider, and the machine on which all their files lie. */
export const tenants = ['nordwind', 'alpenblick', 'hafenkontor'] as const
export const host = 'files1'

/** What finds a content; a harmless one is found by nobody. Markers are joined here so that no scanner finds this file. */
export type Finder = 'bundled' | 'own-rule' | 'later-rule' | 'clamd'
export const markers: Readonly<Record<Finder, string>> = {
  'bundled': ['ANLAUF-DRILL-', 'DROPPER-7f3a9c'].join(''),
  'own-rule': ['ANLAUF-FAULTS-', 'OWN-RULE-51d2'].join(''),
  'later-rule': ['ANLAUF-FAULTS-', 'LATER-RULE-9c40'].join(''),
  'clamd': ['ANLAUF-FAULTS-', 'CLAMD-ONLY-77ab'].join(''),
} // prettier-ignore
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/**
 * One path of a tenant: its bytes night by night (the same as before where there are none), and the night whose
 * version the tenant must get back; `never` when no version may leave. `unless` names an engine that finds it.
 */
export interface PlannedFile {
  readonly path: string
  readonly nights: readonly (Buffer | undefined)[]
  readonly link?: string
  readonly expected: number | 'never'
  readonly unless?: Finder
}

export const nights = 3

/** All files of a tenant; the same for the same tenant, every time. */
export function filesOf(tenant: string, sevenZip: (inside: Buffer) => Buffer): readonly PlannedFile[] {
  const random = seededRandom(createHash('sha256').update(tenant).digest().readUInt32LE())
  const kept = (path: string, bytes: Buffer, unless?: Finder): PlannedFile => {
    const file = { path, nights: [bytes], expected: 0 } as const
    return unless === undefined ? file : { ...file, unless }
  }
  const never = (path: string, ...bytes: Buffer[]): PlannedFile => ({
    path,
    nights: bytes,
    expected: 'never',
  })
  const dropper = (at: string): Buffer => Buffer.from(`// ${tenant} ${at}\nconst x = '${markers.bundled}'\n`)
  const nested = madeTar([{ name: '../x', bytes: madeZip([{ name: 'a/b', bytes: dropper('nested') }]) }])
  return [
    ...Array.from({ length: 60 }, (_, at): PlannedFile => {
      const text = letter(random, tenant, at)
      const path = `letters ${at % 4}/letter ${at}.txt`
      if (at % 5 === 0) return { path, nights: [text, undefined, encrypted(text)], expected: 0 }
      if (at % 5 === 1) {
        return { path, nights: [text, Buffer.concat([text, Buffer.from('More.\n')])], expected: 1 }
      }
      return kept(path, text)
    }),
    kept('same for all.txt', letter(seededRandom(7), 'all', 0)),
    // Several batches of a run: otherwise nothing is finished when it is killed.
    ...Array.from({ length: 4 }, (_, at) => kept(`drawing ${at}.dat`, random.bytes(450_000))),
    kept('empty', Buffer.alloc(0)),
    kept('large.bin', Buffer.concat([seededRandom(8).bytes(1_300_000), random.bytes(900_000)])),
    kept('harmless.zip', madeZip([{ name: '../../up', bytes: letter(random, tenant, 99) }])),
    kept('known later.txt', Buffer.from(`${tenant}: ${markers['later-rule']}\n`), 'later-rule'),
    kept('for clamd.txt', Buffer.from(`${tenant}: ${markers.clamd}\n`), 'clamd'),
    { path: 'link', nights: [], link: 'letters 0/letter 0.txt', expected: 0 },
    { path: 'link out', nights: [], link: '../../../../etc/passwd', expected: 'never' },
    never('eicar.com', Buffer.from(eicar)),
    never('viewer.js', dropper('plain')),
    never('own.txt', Buffer.from(`${tenant} ${markers['own-rule']}`)),
    never('turned.txt', letter(random, tenant, 98), Buffer.concat([letter(random, tenant, 98), dropper('turned')])),
    never('large.exe', Buffer.concat([random.bytes(2_200_000), Buffer.from(markers['own-rule'])])),
    never('packed.zip', madeZip([{ name: '../x', bytes: dropper('in zip') }])),
    never('packed.tar.gz', gzipSync(nested)),
    never('packed.7z', sevenZip(nested)),
    never('locked.zip', madeZip([{ name: 'secret', bytes: random.bytes(500), flags: 1, method: 0 }])),
    ...(tenant === tenants[0] ? [never('too deep.gz', tooDeep())] : []),
  ] // prettier-ignore
}

/** More levels than a container is followed. */
function tooDeep(): Buffer {
  let packed = Buffer.from(markers.bundled)
  for (let level = 0; level < 14; level += 1) packed = gzipSync(packed)
  return packed
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const words = 'Angebot Vertrag Rechnung Termin Schaden Beitrag Kunde Police Antrag Anlage Frist Summe'.split(
  ' ',
)

function letter(random: SeededRandom, tenant: string, at: number): Buffer {
  const count = 60 + random.below(500)
  const text = Array.from({ length: count }, () => words[random.below(words.length)] ?? '').join(' ')
  return Buffer.from(`${tenant}, letter ${at}\n\n${text.replaceAll(/(.{70,80}) /g, '$1\n')}\n`)
}

function encrypted(plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16, 9))
  return Buffer.concat([cipher.update(plain), cipher.final()])
}
