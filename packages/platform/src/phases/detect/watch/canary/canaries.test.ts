import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import fc from 'fast-check'

import { contentOf } from '../../content.ts'
import { promisedType } from '../../validators/index.ts'
import { contentFor } from './content.ts'
import { type Draw, pick } from './language.ts'
import { endingOf, nameLike, nameStyle, shapeOf } from './name-style.ts'
import { placeCanaries } from './place-canaries.ts'

const endings =
  '.txt .md .csv .tsv .log .json .eml .html .htm .xml .docx .xlsx .odt .zip .pdf .png .jpg .jpeg .gz'.split(
    ' ',
  )

/** Drawn by a seed, the same each time. */
function drawer(seed: number): Draw {
  let state = Math.imul(seed + 1, 0x9e37_79b1) | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const seed = fc.nat(2 ** 31)

/** Names as people give them: one pattern or two for a folder, words that come back and words that do not. */
const folderNames = fc
  .tuple(
    seed,
    fc.constantFrom('Rechnung', 'invoice', 'SCAN', 'Compte', 'img'),
    fc.constantFrom(' ', '_', '-', '. '),
    fc.constantFrom('word', 'number', 'both'),
    fc.constantFrom(...endings),
  )
  .map(([seed, shared, between, kind, ending]) => {
    const draw = drawer(seed)
    const customer = (): string =>
      `${pick(draw, ['Mey', 'Ker', 'Dup', 'Ols'])}${pick(draw, ['er', 'in', 'ont', 'en'])}`
    const name = (at: number): string => {
      const number = String(1000 + at)
      const parts = {
        word: [shared, customer(), number],
        number: [number, shared],
        both: [shared, '2024', number],
      }[kind]
      return `${parts.join(between)}${ending}`
    }
    return { names: Array.from({ length: 25 }, (_, at) => name(at * 7)), ending }
  })

test('a name is free, looks like the names of its folder, and stands where it shall', () => {
  fc.assert(
    fc.property(
      folderNames,
      seed,
      fc.constantFrom('first', 'last', 'any'),
      ({ names, ending }, seed, place) => {
        const style = nameStyle(names)
        const name = nameLike(style, drawer(seed), { ending, place })
        assert.ok(name !== undefined, `no name ${place} among ${names[0]}`)
        assert.ok(!names.some((one) => one.toLowerCase() === name.toLowerCase()))
        assert.equal(endingOf(name), ending)
        const shapes = new Set(names.map(shapeOf))
        assert.ok(shapes.has(shapeOf(name)), `${name} among ${names.slice(0, 3).join(', ')}`)
        const order = [...names, name].toSorted()
        if (place !== 'any') assert.equal(order.at(place === 'first' ? 0 : -1), name)
        // A customer's name stands in no canary's.
        assert.doesNotMatch(name, /Mey|Ker|Dup|Ols/)
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever the names of a folder are, a canary has one of its own and leads nowhere else', () => {
  const anyName = fc
    .string({ minLength: 1, maxLength: 40, unit: 'binary' })
    .filter((name) => !/[/\0]/.test(name))
  fc.assert(
    fc.property(
      fc.array(anyName, { minLength: 1, maxLength: 30 }),
      seed,
      fc.constantFrom('first', 'last', 'any'),
      (names, seed, place) => {
        const draw = drawer(seed)
        const name = nameLike(nameStyle(names), draw, { ending: endingOf(pick(draw, names)), place })
        if (name === undefined) return
        assert.ok(!names.includes(name) && !/[/\0]/.test(name) && !name.startsWith('.') && name !== '')
        if (place === 'first') assert.ok(names.every((one) => name < one))
        if (place === 'last') assert.ok(names.every((one) => name > one))
      },
    ),
  )
})

test('a content is sound for the check of its kind, about as large as it shall be, and new each time', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...endings),
      fc.constantFrom('de', 'en', 'fr'),
      fc.integer({ min: 1, max: 60_000 }),
      seed,
      (ending, language, bytes, seed) => {
        const made = contentFor(ending, { language, bytes }, drawer(seed))
        const promised = promisedType(`canary${ending}`)
        const content = contentOf(made, { expected: promised, complete: true })
        assert.equal(content.state, 'whole', `${ending}: ${content.what}`)
        assert.equal(content.type?.name, promised?.name, ending)
        if (bytes > 8_000)
          assert.ok(
            made.length > bytes / 2 && made.length < bytes * 2,
            `${ending}: ${made.length} for ${bytes}`,
          )
        const other = contentFor(ending, { language, bytes }, drawer(seed + 1))
        if (bytes > 1_000) assert.ok(!made.equals(other))
      },
    ),
    { numRuns: 120 },
  )
})

test('canaries stand at both ends of the alphabet and of the list, with age, size and mode of their folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-canary-'))
  try {
    const secret = 'the secret of a customer'
    for (let at = 0; at < 30; at += 1) {
      const path = join(folder, `Rechnung 2024-${String(100 + at)}.csv`)
      writeFileSync(path, `${secret}\n`.repeat(100 + at), { mode: 0o640 })
      utimesSync(path, 1_700_000_000 + at, 1_700_000_000 + at)
    }
    const old = readdirSync(folder)
    const records = placeCanaries([folder], drawer(5))
    const names = records.map(({ path }) => path.slice(folder.length + 1))
    assert.ok(names.length >= 2 && names.length <= 4, names.join())
    const list = readdirSync(folder)
    assert.equal(list.length, old.length + names.length)
    const ordered = list.toSorted()
    assert.ok(names.includes(ordered[0] ?? '') && names.includes(ordered.at(-1) ?? ''), ordered.join())
    // The first tenth of the list: which name comes first there, only the disk knows.
    assert.ok(
      list.slice(0, 3).some((name) => names.includes(name)),
      list.join(),
    )
    for (const { path } of records) {
      const { size, mtimeMs, mode } = statSync(path)
      assert.ok(size > 1_500 && size < 6_000, `${size}`)
      assert.ok(mtimeMs >= 1_700_000_000_000 && mtimeMs <= 1_700_000_030_000)
      assert.equal(mode & 0o777, 0o640)
      assert.ok(!readFileSync(path, 'utf8').includes('secret'))
      assert.match(path, /Rechnung|\.csv$/)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a folder without a kind that can be made, or with few files, gets none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-canary-'))
  try {
    for (let at = 0; at < 30; at += 1) writeFileSync(join(folder, `drawing ${at}.dwg`), 'x'.repeat(500))
    for (let at = 0; at < 3; at += 1) writeFileSync(join(folder, `.hidden ${at}.txt`), 'x')
    assert.deepEqual(placeCanaries([folder]), [])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
