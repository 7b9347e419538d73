import { test } from 'node:test'

import { seededRandom } from '../../../../drill/random.ts'
import { crc32c } from '../cyclic-checks.ts'
import { assertBroken, assertValid } from '../validity-of.fixture.ts'
import { diskImage, exfatImage, ext4Image, fatImage, ntfsImage } from './images.fixture.ts'

const random = seededRandom(33)

function wounded(image: Buffer, at: number, length = 64): Buffer {
  const copy = Buffer.from(image)
  copy.set(random.bytes(length), at)
  return copy
}

test('images that others made are sound', () => {
  for (const image of [ext4Image, ntfsImage, fatImage, exfatImage, diskImage]) assertValid(image, 'structure')
})

test('noise in what a file system says of itself is noticed', () => {
  assertBroken(wounded(ext4Image, 1024 + 200), /superblock/)
  assertBroken(wounded(ext4Image, 2048), /group/)
  assertBroken(wounded(ntfsImage, 0x4000 + 3 * 1024 + 500), /record/)
  assertBroken(wounded(ntfsImage, 0x4000 + 10 * 1024), /record/)
  // Its boot region has a backup; only both together are missed.
  assertValid(wounded(exfatImage, 1024), 'structure')
  assertBroken(wounded(wounded(exfatImage, 1024), 12 * 512 + 1024), /boot region/)
  assertBroken(wounded(fatImage, 512, 512), /allocation table/)
  assertBroken(wounded(diskImage, 512 + 16), /partitions/)
  assertBroken(wounded(diskImage, 1024), /partitions/)
  assertBroken(wounded(diskImage, 128 * 512 + 1024 + 200), /superblock/)
})

test('cut off in the middle, they are broken', () => {
  for (const image of [ext4Image, ntfsImage, fatImage, exfatImage])
    assertBroken(image.subarray(0, image.length >> 1), /missing|outside|torn/)
  // The front of a disk is kept as a copy, and discs are hybrids: what lies outside says nothing.
  assertValid(diskImage.subarray(0, 200 * 512), 'structure')
})

/** Two allocation groups of 64 blocks, with the heads that the format asks for. */
function xfsImage(): Buffer {
  const image = Buffer.alloc(128 * 4096)
  for (const [group, start] of [0, 64 * 4096].entries()) {
    for (const [place, name, sum] of [
      [0, 'XFSB', 224],
      [1, 'XAGF', 216],
      [2, 'XAGI', 312],
    ] as const) {
      const head = image.subarray(start + 512 * place, start + 512 * (place + 1))
      head.write(name, 0, 'latin1')
      if (place === 0) {
        for (const [at, value] of [
          [4, 4096],
          [12, 128],
          [84, 64],
          [88, 2],
        ] as const)
          head.writeUInt32BE(value, at)
        head.writeUInt16BE(0xb4b5, 100)
        head.writeUInt16BE(512, 102)
      } else head.writeUInt32BE(group, 8)
      head.writeUInt32LE(crc32c(head), sum)
    }
  }
  return image
}

test('xfs: the heads of every group have their checksums', () => {
  assertValid(xfsImage(), 'structure')
  for (const at of [60, 512 + 60, 64 * 4096 + 300, 64 * 4096 + 1024 + 100])
    assertBroken(wounded(xfsImage(), at, 8), /group/)
  assertBroken(xfsImage().subarray(0, 64 * 4096), /missing/)
})
