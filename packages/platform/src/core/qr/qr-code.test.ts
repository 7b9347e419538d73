import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import { needProgram } from '../../../../../test/debian.ts'
import { type QrCode, qrCode, qrPath, quietZone } from './index.ts'
import { roomOf } from './versions.ts'

const skip = needProgram('zbarimg', 'zbar-tools')

test('a foreign reader reads every version from 1 to 40, to the last byte that fits', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'qr-'))
  try {
    for (let version = 1; version <= 40; version++) {
      // Four bits say "bytes", eight or sixteen how many.
      const longest = Math.floor((roomOf(version).data * 8 - 4 - (version < 10 ? 8 : 16)) / 8)
      const text = 'https://status.example/q/'.repeat(100).slice(0, longest)
      const code = qrCode(text)
      assert.equal(code.version, version)
      assert.equal(read(folder, code), text, `version ${version}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a foreign reader reads links with tokens as they were written', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'qr-'))
  try {
    fc.assert(
      fc.property(fc.base64String({ minLength: 8, maxLength: 120 }), (token) => {
        const link = `https://notices.example/a/${encodeURIComponent(token)}?l=de`
        assert.equal(read(folder, qrCode(link)), link)
      }),
      { numRuns: 60 },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a spot in the middle may be lost', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'qr-'))
  try {
    const link = 'https://notices.example/a/0123456789abcdef0123456789abcdef'
    const code = qrCode(link)
    const from = Math.floor(code.size / 2)
    const spoilt = code.rows.map((row, y) =>
      row.map((isDark, x) => isDark || (y >= from && y < from + 6 && x >= from && x < from + 6)),
    )
    assert.equal(read(folder, { ...code, rows: spoilt }), link)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what no code holds is refused, and the path draws the same squares', () => {
  assert.equal(qrCode('x'.repeat(2331)).version, 40)
  assert.throws(() => qrCode('x'.repeat(2332)), RangeError)
  const code = qrCode('https://status.example/')
  const { d, side } = qrPath(code)
  const drawn = Array.from(d.matchAll(/h(\d+)v1/g), (run) => Number(run[1])).reduce(
    (sum, one) => sum + one,
    0,
  )
  assert.equal(drawn, code.rows.flat().filter(Boolean).length)
  assert.equal(side, code.size + 2 * quietZone)
})

function read(folder: string, { rows, size }: QrCode): string {
  const scale = 3
  const side = (size + 2 * quietZone) * scale
  const pixels = Buffer.alloc(side * side, 255)
  for (const [y, row] of rows.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (!isDark) continue
      for (let line = 0; line < scale; line++) {
        const from = ((y + quietZone) * scale + line) * side + (x + quietZone) * scale
        pixels.fill(0, from, from + scale)
      }
    }
  }
  const file = join(folder, 'code.pgm')
  writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${side} ${side}\n255\n`), pixels]))
  const { stdout } = spawnSync('zbarimg', ['--raw', '-q', '-Sdisable', '-Sqrcode.enable', file], {
    encoding: 'utf8',
  })
  return stdout.replace(/\n$/, '')
}
