import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { needProgram } from '../../../../../../test/debian.ts'
import { seededRandom } from '../../random.ts'
import { ageIdentity } from './age.ts'
import { containers } from './containers.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-containers-'))
after(() => rmSync(folder, { recursive: true }))

const plain = Buffer.concat([Buffer.from('a letter\n'.repeat(9000)), seededRandom(5).bytes(70_000)])
const password = 'drill'

test('every container is opened again, also one of nothing', () => {
  for (const { name, seal, open } of containers) {
    for (const size of [0, 1, 15, 16, 65_535, 65_536, 65_537, plain.length]) {
      const sealed = seal(plain.subarray(0, size), { name: 'letter.txt', password, seed: 'test' })
      assert.ok(open(sealed, password).equals(plain.subarray(0, size)), `${name} of ${size} bytes`)
    }
  }
})

/** How the program that a container belongs to prints what is inside. */
const programs: Readonly<Record<string, readonly string[]>> = {
  'zip-aes': ['7z', 'x', '-so', `-p${password}`],
  'zip-traditional': ['7z', 'x', '-so', `-p${password}`],
  '7z': ['7z', 'x', '-so', `-p${password}`],
  '7z-hidden-names': ['7z', 'x', '-so', `-p${password}`],
  openssl: ['openssl', 'enc', '-d', '-aes-256-cbc', '-k', password, '-in'],
  'openssl-base64': ['openssl', 'enc', '-d', '-a', '-aes-256-cbc', '-k', password, '-in'],
  openpgp: [
    'gpg',
    '--homedir',
    folder,
    '--batch',
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    password,
    '-d',
  ],
  age: ['age', '-d', '-i', join(folder, 'identity')],
}

const packages: Readonly<Record<string, string>> = { '7z': '7zip', gpg: 'gnupg' }

for (const { name, ending, seal } of containers) {
  const [program = '', ...flags] = programs[name] ?? []
  const skip = needProgram(program, packages[program] ?? program)
  test(`${program} opens ${name}`, { skip }, () => {
    writeFileSync(join(folder, 'identity'), `${identityText()}\n`)
    const file = join(folder, `letter.txt.${ending}`)
    writeFileSync(file, seal(plain, { name: 'letter.txt', password, seed: 'test' }))
    const { stdout, stderr } = spawnSync(program, [...flags, file], { maxBuffer: 1e8 })
    assert.ok(stdout.equals(plain), stderr.toString())
  })
}

/** The identity as age reads it: Bech32 (BIP 173). */
function identityText(): string {
  const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
  const prefix = 'age-secret-key-'
  const secret = ageIdentity(password).export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const words = (bits.match(/.{1,5}/g) ?? []).map((word) => Number.parseInt(word.padEnd(5, '0'), 2))
  const codes = prefix.split('').map((letter) => letter.charCodeAt(0))
  const head = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
  const sum = checksum([...head, ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const check = Array.from({ length: 6 }, (_, place) => (sum >>> (5 * (5 - place))) & 31)
  return `${prefix}1${[...words, ...check].map((word) => alphabet[word]).join('')}`.toUpperCase()
}

function checksum(values: readonly number[]): number {
  const generators = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ff_ffff) << 5) ^ value
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) sum ^= generator
  }
  return sum
}
