import type { Dataset, Estate } from './model.ts'
import { problem, type Reading } from './shape.ts'

/** Groups that would hold nothing, or something else than their author meant. */
export function checkGroups(reading: Reading, { datasets }: Estate): void {
  for (const [at, dataset] of datasets.entries()) {
    for (const [place, pattern] of dataset.groups.entries()) {
      const found = mistakeIn(pattern, dataset)
      if (found === undefined) continue
      problem(reading, undefined, `datasets[${at}].groups[${place}]`, found.message, found.hint)
    }
  }
}

function mistakeIn(pattern: string, { id, source }: Dataset): { message: string; hint: string } | undefined {
  if (source.root === undefined)
    return { message: `"${id}" has no root to which groups are relative`, hint: 'Add "root" to its source.' }
  if (pattern.startsWith('/'))
    return {
      message: `the group "${pattern}" is not relative`,
      hint: `Leave out "${source.root}/" and the first "/".`,
    }
  const names = pattern.split('/')
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return {
      message: `the group "${pattern}" names no directory`,
      hint: 'Write folder names with single "/" between them, for instance "{tenant.slug}/projects/*".',
    }
  const odd = names.find((name) => /[*{}]/.test(name) && !/^(?:\*|\{[^{}]*\})$/.test(name))
  return odd === undefined
    ? undefined
    : {
        message: `"${odd}" in the group "${pattern}" is no folder name`,
        hint: '"*" and "{…}" stand for one whole folder name; everything below the directory belongs to the group.',
      }
}
