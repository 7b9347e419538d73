import { type Estate, type EstateProblem, parseEstate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from './input-file.ts'

/** Four bytes for each of the 16 million characters that an estate may have. */
const maxBytes = 64 * 1024 * 1024

export type EstateReading = { readonly estate: Estate } | { readonly problems: readonly EstateProblem[] }

/** Reads an estate file: the model, or every problem in it. */
export function parseEstateFile(file: string): EstateReading {
  return parseEstate(readInputFile(file, { what: 'estate file', maxBytes }).toString('utf8'), file)
}

/** Reads an estate file that has to be right. Throws `estate-invalid` with the first problem. */
export function readEstateFile(file: string): Estate {
  return requireEstate(parseEstateFile(file), file)
}

/** The estate, where there is no mistake. Throws `estate-invalid` with the first one. */
export function requireEstate(parsed: EstateReading, file: string): Estate {
  if ('estate' in parsed) return parsed.estate
  const { problems } = parsed
  const [first] = problems
  const place = `${file}:${first?.line ?? 1}:${first?.column ?? 1}`
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AnlaufError('estate-invalid', `${place}: ${first?.message ?? 'unreadable'}${more}.`, {
    hint: `${first?.hint ?? 'See examples/estate.yaml.'} All problems: anlauf estate check ${file}`,
  })
}
