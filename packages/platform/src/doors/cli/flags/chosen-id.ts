import { AnlaufError } from '../../../core/failure.ts'

/**
 * The one id that begins with what a person typed. Throws `not-found` when none does, `input-invalid` when
 * several do. `what` is the thing in words: "key".
 */
export function chosenId(ids: readonly string[], wanted: string, what: string): string {
  const fitting = wanted === '' ? [] : ids.filter((id) => id.startsWith(wanted))
  const [only, second] = fitting
  if (only === undefined) {
    const all = ids.map((id) => id.slice(0, 8)).join(', ')
    throw new AnlaufError('not-found', `No ${what} "${wanted}" in this repository.`, {
      hint: ids.length > 0 && ids.length <= 30 ? `There are: ${all}.` : 'Check the id.',
    })
  }
  if (second !== undefined) {
    throw new AnlaufError('input-invalid', `"${wanted}" fits ${fitting.length} ${what}s.`, {
      hint: 'Give more digits of the id.',
    })
  }
  return only
}
