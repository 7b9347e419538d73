import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

import { noise } from '../engine/keys.ts'
import type { Container } from './container.ts'
import { writeZip, zipSpans } from './zip-records.ts'

const [saltBytes, checkBytes, macBytes] = [16, 2, 10]

/** WinZip's AE-2: AES-256 in counter mode, PBKDF2-HMAC-SHA1 with 1,000 rounds, ten bytes of HMAC-SHA1. */
export const aesZip: Container = {
  name: 'zip-aes',
  ending: 'zip',
  seal(plain, { name, password, seed }) {
    const salt = noise(saltBytes, `zip salt ${seed}`)
    const keys = derive(password, salt)
    const body = littleEndianCtr(deflateRawSync(plain), keys.subarray(0, 32))
    const mac = createHmac('sha1', keys.subarray(32, 64)).update(body).digest().subarray(0, macBytes)
    return writeZip([
      {
        name: Buffer.from(name),
        method: 99,
        flags: 1,
        crc: 0,
        size: plain.length,
        data: Buffer.concat([salt, keys.subarray(64), body, mac]),
        // Version 2 of vendor "AE", 256 bits, deflated.
        extra: Buffer.from('019907000200414503 0800'.replace(' ', ''), 'hex'),
      },
    ])
  },
  open(sealed, password) {
    const data = onlyMember(sealed)
    const keys = derive(password, data.subarray(0, saltBytes))
    const body = data.subarray(saltBytes + checkBytes, data.length - macBytes)
    return inflateRawSync(littleEndianCtr(body, keys.subarray(0, 32)))
  },
}

/** The traditional cipher of PKWARE, which every zip program still writes by default (APPNOTE 6.1). */
export const oldZip: Container = {
  name: 'zip-traditional',
  ending: 'zip',
  seal(plain, { name, password, seed }) {
    const crc = crc32(plain)
    const header = noise(12, `zip header ${seed}`)
    header[11] = crc >>> 24
    return writeZip([
      {
        name: Buffer.from(name),
        method: 8,
        flags: 1,
        crc,
        size: plain.length,
        data: traditional(Buffer.concat([header, deflateRawSync(plain)]), password, 'encrypt'),
      },
    ])
  },
  open: (sealed, password) =>
    inflateRawSync(traditional(onlyMember(sealed), password, 'decrypt').subarray(12)),
}

function onlyMember(archive: Buffer): Buffer {
  const span = zipSpans(archive)?.spans[0]
  return archive.subarray(span?.dataAt, (span?.dataAt ?? 0) + (span?.dataBytes ?? 0))
}

/** Key for AES, key for the HMAC, two bytes that tell a wrong password. */
function derive(password: string, salt: Uint8Array): Buffer {
  return pbkdf2Sync(password, salt, 1000, 64 + checkBytes, 'sha1')
}

/** Its own reverse. The counter begins at 1 and its first byte counts fastest, which Node's AES-CTR does not do. */
function littleEndianCtr(bytes: Uint8Array, key: Uint8Array): Buffer {
  const counters = Buffer.alloc(Math.ceil(bytes.length / 16) * 16)
  for (let block = 0; block * 16 < counters.length; block += 1) counters.writeUInt32LE(block + 1, block * 16)
  const cipher = createCipheriv('aes-256-ecb', key, null)
  cipher.setAutoPadding(false)
  const changed = cipher.update(counters).subarray(0, bytes.length)
  for (let at = 0; at < changed.length; at += 1) changed[at] = (changed[at] ?? 0) ^ (bytes[at] ?? 0)
  return changed
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value
})

function traditional(bytes: Uint8Array, password: string, direction: 'encrypt' | 'decrypt'): Buffer {
  const changed = Buffer.alloc(bytes.length)
  let [first, second, third] = [0x1234_5678, 0x2345_6789, 0x3456_7890]
  const update = (byte: number) => {
    first = (first >>> 8) ^ (crcTable[(first ^ byte) & 255] ?? 0)
    second = (Math.imul(second + (first & 255), 134_775_813) + 1) | 0
    third = (third >>> 8) ^ (crcTable[(third ^ (second >>> 24)) & 255] ?? 0)
  }
  for (const byte of Buffer.from(password)) update(byte)
  for (let at = 0; at < bytes.length; at += 1) {
    const mixed = (third & 0xffff) | 2
    const [from, to] = [bytes[at] ?? 0, (bytes[at] ?? 0) ^ ((Math.imul(mixed, mixed ^ 1) >>> 8) & 255)]
    changed[at] = to
    update(direction === 'encrypt' ? from : to)
  }
  return changed
}
