import type { Answer } from '../../core/deliveries/index.ts'

/** A relay that was set up wrongly refuses everybody; five thousand people must not be called for that. */
const inARow = 20

/** Says why to stop after so many equal refusals in a row with nothing accepted between them. */
export function refusalBreaker(): (answer: Answer) => string | undefined {
  let count = 0
  let last = ''
  return (answer) => {
    const said = answer.kind === 'refused' ? `${answer.code} ${answer.enhanced ?? ''}`.trim() : ''
    count = said !== '' && said === last ? count + 1 : said === '' ? 0 : 1
    last = said
    return count >= inARow ? `the relay refuses everybody: ${said}` : undefined
  }
}
