import { RepositoryError } from '../error.ts'
import type { RawField } from '../tree/node.ts'

/** No program writes more than a handful; a hostile document of 128 MiB could hold 25 million. */
const maxUnknown = 1_000

/** Keeps a field that this library does not know, so that it is there when the object is written again. */
export function keepUnknownField(fields: RawField[], field: RawField): RawField[] {
  if (fields.length === maxUnknown) {
    throw new RepositoryError(
      'limit-exceeded',
      `An object has more than ${maxUnknown} fields that nobody knows.`,
      {
        hint: 'No backup program writes that; the client that wrote it is faulty or hostile.',
      },
    )
  }
  fields.push(field)
  return fields
}
