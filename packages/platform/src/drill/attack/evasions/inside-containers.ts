import { crc32, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'

import type { AttackMode } from '../attack-mode.ts'
import {
  localRecord,
  storedMember,
  type ZipMember,
  zipDirectory,
  type ZipSpan,
  zipSpans,
} from '../containers/zip-records.ts'
import { endingOf } from '../engine/names.ts'
import { underStream, wholeFileMode } from '../engine/whole-file.ts'
import { withPdfStreams } from './pdf-streams.ts'
import { changePngData, isPlainPng } from './png-chunks.ts'

/** What encrypts content and leaves the container around it valid for whoever looks at structure only. */
export const insideContainers: readonly AttackMode[] = [
  insideZip('office-text', textParts, {
    hide: (blob, span, archive) => deflated(span.name, intoTexts(contentOf(archive, span), blob)),
    find: (content) => fromTexts(content),
  }),
  insideZip('zip-members', () => true, {
    hide: (blob, span) => storedMember(span.name, blob),
    find: (content) => content,
  }),
  wholeFileMode({
    name: 'pdf-streams',
    group: 'inside-container',
    takes: (plain, path) => endingOf(path) === 'pdf' && !withPdfStreams(plain, underStream, '').equals(plain),
    wrap: (plain, seed) => withPdfStreams(plain, underStream, seed),
    unwrap: (bytes, seed) => withPdfStreams(bytes, underStream, seed),
  }),
  wholeFileMode({
    name: 'png-data',
    group: 'inside-container',
    takes: (plain) => isPlainPng(plain),
    wrap: (plain, seed) => changePngData(plain, seed),
    unwrap: (bytes, seed) => changePngData(bytes, seed),
  }),
  wholeFileMode({
    name: 'gzip-inside',
    group: 'inside-container',
    takes: (_, path) => ['gz', 'tgz'].includes(endingOf(path)),
    wrap: (plain, seed) => gzipSync(underStream(plain, seed), { level: 1 }),
    unwrap: (bytes, seed) => underStream(gunzipSync(bytes), seed),
  }),
]

/** How a member of an archive holds what is hidden in it, and gives it back. */
interface Hiding {
  readonly hide: (blob: Buffer, span: ZipSpan, archive: Buffer) => ZipMember
  readonly find: (content: Buffer) => Buffer
}

/**
 * Replaces members of an archive. Each new member hides the encrypted local record of the old one, the first one
 * also the old directory; so the way back is exact, whatever program had compressed them.
 */
function insideZip(
  name: string,
  isTarget: (span: ZipSpan, archive: Buffer) => boolean,
  { hide, find }: Hiding,
): AttackMode {
  return wholeFileMode({
    name,
    group: 'inside-container',
    takes: (plain) => zipSpans(plain)?.spans.some((span) => isTarget(span, plain)) ?? false,
    wrap(plain, seed) {
      const { spans, directoryAt } = zipSpans(plain) ?? { spans: [], directoryAt: 0 }
      const first = spans.find((span) => isTarget(span, plain))
      const records: Buffer[] = []
      const entries: Parameters<typeof zipDirectory>[0][number][] = []
      let at = 0
      for (const span of spans) {
        const old = plain.subarray(span.start, span.end)
        if (isTarget(span, plain)) {
          const blob = withTail(old, span === first ? plain.subarray(directoryAt) : Buffer.alloc(0))
          const member = hide(underStream(blob, `${seed} ${span.name}`), span, plain)
          entries.push({ member, dataBytes: member.data.length, at })
          records.push(localRecord(member))
        } else {
          entries.push({ member: asItWas(span, plain), dataBytes: span.dataBytes, at })
          records.push(old)
        }
        at += records.at(-1)?.length ?? 0
      }
      return Buffer.concat([...records, zipDirectory(entries, at)])
    },
    unwrap(bytes, seed) {
      const { spans } = zipSpans(bytes) ?? { spans: [] }
      let tail: Buffer = Buffer.alloc(0)
      const records = spans.map((span) => {
        const blob = hidden(bytes, span, find, `${seed} ${span.name}`)
        if (blob === undefined) return bytes.subarray(span.start, span.end)
        const [old, rest] = blob
        if (rest.length > 0) tail = rest
        return old
      })
      return Buffer.concat([...records, tail])
    },
  })
}

const blobMark = Buffer.from('anlauf')

/** Mark, length of the record, record, tail. */
function withTail(record: Buffer, tail: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(record.length)
  return Buffer.concat([blobMark, length, record, tail])
}

function hidden(
  archive: Buffer,
  span: ZipSpan,
  find: Hiding['find'],
  seed: string,
): [record: Buffer, tail: Buffer] | undefined {
  const blob = underStream(find(contentOf(archive, span)), seed)
  if (!blob.subarray(0, blobMark.length).equals(blobMark)) return undefined
  const from = blobMark.length + 4
  const end = from + blob.readUInt32LE(blobMark.length)
  return [blob.subarray(from, end), blob.subarray(end)]
}

function textParts(span: ZipSpan, archive: Buffer): boolean {
  const isPart = /(?:^|\/)(?:document|slide\d+|sheet\d+|sharedStrings|content)\.xml$/.test(span.name)
  return isPart && textsOf(contentOf(archive, span).toString('latin1')).length > 0
}

/** Unpacked; of something damaged or of another method, nothing. */
function contentOf(archive: Buffer, span: ZipSpan): Buffer {
  const data = archive.subarray(span.dataAt, span.dataAt + span.dataBytes)
  if (span.method === 0) return data
  try {
    return inflateRawSync(data, { maxOutputLength: 64 * 1024 * 1024 })
  } catch {
    return Buffer.alloc(0)
  }
}

/** The member's headers again, read from its local record. */
function asItWas(span: ZipSpan, archive: Buffer): Omit<ZipMember, 'data'> {
  const { start } = span
  const content = contentOf(archive, span)
  return {
    name: Buffer.from(span.name),
    method: span.method,
    flags: archive.readUInt16LE(start + 6),
    crc: crc32(content),
    size: content.length,
  }
}

function deflated(name: string, content: Buffer): ZipMember {
  return { ...storedMember(name, content), method: 8, data: deflateRawSync(content) }
}

const betweenTags = />([^<>]*[^<>\s][^<>]*)</g

function textsOf(xml: string): string[] {
  return [...xml.matchAll(betweenTags)].map((match) => match[1] ?? '')
}

/** Every text between tags becomes its share of the base64 of `blob`; all the markup stays. */
function intoTexts(xml: Buffer, blob: Buffer): Buffer {
  const text = xml.toString('latin1')
  const texts = textsOf(text)
  const total = texts.reduce((sum, one) => sum + one.length, 0)
  const digits = blob.toString('base64')
  let [used, place, seen] = [0, 0, 0]
  return Buffer.from(
    text.replaceAll(betweenTags, (_, old: string) => {
      place += 1
      seen += old.length
      const end = place === texts.length ? digits.length : Math.floor((digits.length * seen) / total)
      const piece = digits.slice(used, end)
      used = end
      return `>${piece}<`
    }),
    'latin1',
  )
}

function fromTexts(content: Buffer): Buffer {
  return Buffer.from(textsOf(content.toString('latin1')).join(''), 'base64')
}
