import { asBuffer, broken, valid, type Validator } from '../validity.ts'
import { type Compound, openCompound, readStream } from './compound.ts'
import { isEncrypted, problemOfPictures, problemOfSlides } from './powerpoint.ts'
import { problemOfWord, tableName } from './word.ts'
import { problemOfWorkbook } from './workbook.ts'

/** Longer streams are judged by the length of their chain. */
const longestStream = 64 * 1024 * 1024
/** Workbooks and presentations inside others are checked as well, so many of them. */
const maxInner = 64

/**
 * OLE2 compound files (MS-CFB: doc, xls, ppt, msg, msi, password-protected docx): the header, the allocation
 * table, the directory, the chain of every stream; and inside, the records of Excel and PowerPoint and the pieces of Word.
 * Streams carry no checksums, so this is `structure`.
 */
export const ole2: Validator = (bytes) => {
  const file = openCompound(asBuffer(bytes))
  if ('state' in file) return file
  const problem = problemInside(file)
  return problem === undefined ? valid('structure', file.end) : broken(problem.at, problem.what)
}

interface Problem {
  readonly at: number
  readonly what: string
}

function problemInside(file: Compound): Problem | undefined {
  const users = file.entries.filter(({ name }) => name === 'Current User')
  // PowerPoint 95 wrote other records under the same name, sometimes beside the new ones.
  const isOther = file.entries.some(({ name }) => name === 'Text_Content' || name === 'PP40')
  const isLocked =
    isOther || users.some((entry) => isEncrypted(readStream(file, entry, longestStream) ?? Buffer.alloc(0)))
  let left = maxInner
  for (const entry of file.entries) {
    const check = checks.get(entry.name)
    if (check === undefined || entry.kind !== 2 || left === 0 || (isLocked && check !== problemOfWorkbook))
      continue
    left -= 1
    const stream = readStream(file, entry, longestStream)
    const what = stream === undefined ? undefined : check(stream)
    if (what !== undefined) return { at: entry.at, what }
  }
  return problemOfDocument(file)
}

const checks = new Map<string, (stream: Buffer) => string | undefined>([
  ['Workbook', problemOfWorkbook],
  ['Book', problemOfWorkbook],
  ['PowerPoint Document', problemOfSlides],
  ['Pictures', problemOfPictures],
])

/** A document and its table; of several documents in one file nobody here knows which table belongs to which. */
function problemOfDocument(file: Compound): Problem | undefined {
  const [entry, another] = file.entries.filter(({ name }) => name === 'WordDocument')
  const document = entry && another === undefined ? readStream(file, entry, longestStream) : undefined
  const wanted = document && tableName(document)
  const tables = file.entries.filter(({ name }) => name === wanted)
  const table = tables[0] && tables.length === 1 ? readStream(file, tables[0], longestStream) : undefined
  if (entry === undefined || document === undefined || table === undefined) return undefined
  const what = problemOfWord(document, table)
  return what === undefined ? undefined : { at: entry.at, what }
}
