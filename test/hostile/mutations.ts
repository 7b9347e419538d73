import fc from 'fast-check'

/** Values that no honest writer puts where they stand, as they look in JSON. */
const hostileValues: readonly string[] = [
  '-1',
  '-0',
  '0.5',
  '1e999',
  'NaN',
  'Infinity',
  '9007199254740993',
  '4294967296',
  '18446744073709551616',
  '9'.repeat(400),
  '1e5',
  '007',
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '"\\ud800"',
  '"\\udc41\\ud83d"',
  '"\\u0000"',
  '"../../etc/passwd"',
  '"__proto__"',
  '"0001-01-01T00:00:00Z"',
  '"9999-99-99T99:99:99Z"',
  `"${'a'.repeat(70_000)}"`,
  `"${'\\\\x41'.repeat(3_000)}"`,
  `"${'ab'.repeat(32)}"`,
  '['.repeat(50_000),
  `${'['.repeat(300)}${']'.repeat(300)}`,
  `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`,
  `{${'"x":1,'.repeat(2_000)}"x":1}`,
  `[${'null,'.repeat(20_000)}null]`,
]

/** Fields that a document gets once more, or for the first time. */
const fieldNames = [
  'name',
  'nodes',
  'id',
  'time',
  'tree',
  'packs',
  'blobs',
  'size',
  'content',
  '__proto__',
  'new',
]

/** Strings, words and numbers, and the signs between them. */
const tokens = /"(?:[^"\\]|\\.)*"|[-+.0-9A-Za-z]+|[[\]{}:,]/g

/**
 * JSON documents that began as valid ones: values replaced by hostile ones, taken away, doubled or swapped; fields
 * named again; one in five is left as it is.
 */
export function hostileJson(valid: readonly string[]): fc.Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.constantFrom('replace', 'remove', 'double', 'swap', 'again'),
    fc.nat(),
    fc.nat(),
    fc.oneof(fc.constantFrom(...hostileValues), fc.json()),
  )
  return fc.tuple(fc.constantFrom(...valid), fc.array(change, { maxLength: 4 })).map(([text, changes]) => {
    const parts = text.match(tokens) ?? []
    for (const [kind, one, other, value] of changes) {
      const [at, there] = [one % parts.length, other % parts.length]
      if (kind === 'replace') parts[at] = value
      else if (kind === 'remove') parts.splice(at, 1 + (other % 3))
      else if (kind === 'double') parts.splice(at, 0, ...parts.slice(at, at + 1 + (other % 8)))
      else if (kind === 'swap') [parts[at], parts[there]] = [parts[there] ?? '', parts[at] ?? '']
      else parts.splice(at, 0, `"${fieldNames[other % fieldNames.length] ?? ''}"`, ':', value, ',')
      if (parts.length === 0) break
    }
    return Buffer.from(parts.join(''))
  })
}

/** Bytes that are any, or began as a valid document: cut, with flipped bits, with pieces moved or put in. */
export function hostileBytes(valid: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.constantFrom('flip', 'cut', 'insert', 'fill', 'move'),
    fc.nat(),
    fc.nat({ max: 300 }),
    fc.uint8Array({ maxLength: 12 }),
  )
  const damaged = fc
    .tuple(fc.constantFrom(...valid), fc.array(change, { maxLength: 5 }))
    .map(([bytes, changes]) => changes.reduce(damage, Buffer.from(bytes)))
  return fc.oneof(
    { weight: 4, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  )
}

function damage(
  bytes: Buffer,
  [kind, where, count, extra]: [kind: string, where: number, count: number, extra: Uint8Array],
): Buffer {
  if (bytes.length === 0) return Buffer.from(extra)
  const at = where % bytes.length
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (count & 7))
      return flipped
    }
    case 'cut':
      return before
    case 'insert':
      return Buffer.concat([before, extra, after])
    case 'fill':
      return Buffer.from(bytes).fill(count & 1 ? 0xff : 0, at, Math.min(at + count, bytes.length))
    default:
      return Buffer.concat([after.subarray(0, count), before, after.subarray(count)])
  }
}
