import { endingOf, promisedType } from '../validators/index.ts'

const known = new Map<string, string>()

/** The kind of file that a name promises; the same few endings come a million times. */
export function kindOf(path: string): string {
  const ending = endingOf(path)
  const found = known.get(ending)
  if (found !== undefined) return found
  const kind = promisedType(path)?.name ?? ending
  if (known.size < 10_000) known.set(ending, kind)
  return kind
}
