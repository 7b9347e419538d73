import { test } from 'node:test'

import { seededRandom } from '../../../drill/random.ts'
import { innodbFile, innodbTwoSumsFile, postgresFile } from './tools.fixture.ts'
import { assertBroken, assertValid } from './validity-of.fixture.ts'

const random = seededRandom(5)

test('innodb: the wrong pages are counted, pages must stand at their place, unused ones may be blank', () => {
  for (const file of [innodbFile, innodbTwoSumsFile]) {
    const page = file.length / 4
    const two = Buffer.from(file)
    for (const place of [1, 2]) two.set(random.bytes(500), place * page + 3000)
    assertBroken(two, /page 1 is wrong, and of 2 of 4/)
    const exchanged = Buffer.concat([
      file.subarray(0, page),
      file.subarray(2 * page, 3 * page),
      file.subarray(page, 2 * page),
      file.subarray(3 * page),
    ])
    assertBroken(exchanged, /page 1/)
    assertValid(Buffer.concat([file, Buffer.alloc(page)]), 'checksum')
    assertBroken(file.subarray(0, 3 * page), /shorter/)
  }
})

test('postgres: pages count on from file to file, clusters without checksums prove nothing', () => {
  assertValid(Buffer.concat([postgresFile, Buffer.alloc(8192)]), 'checksum')
  assertBroken(Buffer.concat([postgresFile, postgresFile]), /page 1: the checksum/)
  const without = Buffer.from(postgresFile)
  without.writeUInt16LE(0, 8)
  assertValid(without, 'structure')
  // The row pointers lie behind the header.
  without.writeUInt32LE(0x8010, 24)
  assertBroken(without, /a row lies outside/)
})
