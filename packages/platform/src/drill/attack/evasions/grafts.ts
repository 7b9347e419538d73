import type { AttackMode } from '../attack-mode.ts'
import { underStream, wholeFileMode } from '../engine/whole-file.ts'
import { hiddenInPng, pngAround } from './png-chunks.ts'

const ownHead = 256

/** Ciphertext that wears something honest: a valid file in front of it or around it, its own old head, plain text behind. */
export const grafts: readonly AttackMode[] = [
  inFront('graft-jpg', smallJpeg()),
  inFront('graft-png', pngAround(Buffer.alloc(0))),
  inFront('graft-pdf', smallPdf()),
  wholeFileMode({
    name: 'graft-own-head',
    group: 'graft',
    wrap: (plain, seed) => Buffer.concat([plain.subarray(0, ownHead), underStream(plain, seed)]),
    unwrap: (bytes, seed) => underStream(bytes.subarray(Math.min(ownHead, bytes.length / 2)), seed),
  }),
  wholeFileMode({
    name: 'graft-png-chunk',
    group: 'graft',
    wrap: (plain, seed) => pngAround(underStream(plain, seed)),
    unwrap: (bytes, seed) => underStream(hiddenInPng(bytes), seed),
  }),
  padded('pad-text', (length) => Buffer.alloc(length, 'Minutes of the meeting, as agreed with everybody.\n')),
  padded('pad-zeros', (length) => Buffer.alloc(length)),
]

function inFront(name: string, head: Buffer): AttackMode {
  return wholeFileMode({
    name,
    group: 'graft',
    wrap: (plain, seed) => Buffer.concat([head, underStream(plain, seed)]),
    unwrap: (bytes, seed) => underStream(bytes.subarray(head.length), seed),
  })
}

/** As much again of something harmless behind the ciphertext, so that statistics of the whole file look like it. */
function padded(name: string, padding: (length: number) => Buffer): AttackMode {
  return wholeFileMode({
    name,
    group: 'graft',
    wrap: (plain, seed) => Buffer.concat([underStream(plain, seed), padding(plain.length)]),
    unwrap: (bytes, seed) => underStream(bytes.subarray(0, bytes.length / 2), seed),
  })
}

/** One blue square of 16 by 16 points, made once with sharp. */
function smallJpeg(): Buffer {
  return Buffer.from(
    '/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAHCv/Z',
    'base64',
  )
}

/** An empty page with a table of right offsets (PDF 1.4, 7.5). */
function smallPdf(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, place) => {
    const at = text.length
    text += `${place + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 4\n0000000000 65535 f \n${offsets.join('')}`
  return Buffer.from(`${text}${table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`)
}
